/** Figures as a reader sees them. */
import { describe, expect, it } from "vitest";
import { intervalText } from "../../reports/format.ts";

const summary = (median: number, low: number, high: number) => ({
  ...{ n: 6, median, min: low, max: high },
  interval: { low, high, confidence: 0.95 },
});

describe("an interval", () => {
  it("is in the unit of its median", () => {
    expect(intervalText(summary(2_100_000, 1_900_000, 2_250_000), "ns")).toBe("[1.90, 2.25]");
    expect(intervalText(summary(9900, -169_000, 152_000), "ns")).toBe("[-169, 152]");
  });

  it("has units of its own around a median of almost nothing", () => {
    expect(intervalText(summary(351, -101_670, 180_507), "ns")).toBe("[-102 µs, 181 µs]");
  });
});
