import { describe, expect, it } from "vitest";
import { coarseResolution, resolutionOf } from "../../bench/stats/resolution.ts";

describe("the step of a clock", () => {
  const ticks = [20, 30, 20, 20, 30, 30, 20, 40, 20, 30, 30, 20].map((ms) => ms * 1e6);

  it("is the smallest distance of values that repeat", () => {
    expect(resolutionOf(ticks)).toBe(1e7);
    expect(resolutionOf(ticks.map((ns, index) => ns + index))).toBeUndefined();
    expect(resolutionOf(ticks.slice(0, 5))).toBeUndefined();
    expect(resolutionOf(Array(20).fill(7))).toBeUndefined();
  });

  it("is coarse where it is more than a quarter of the margin", () => {
    expect(coarseResolution(ticks, 0.05)).toBe(1e7);
    expect(coarseResolution(ticks, 4)).toBeUndefined();
  });
});
