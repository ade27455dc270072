import { describe, expect, it } from "vitest";
import { changeText, wordsFor } from "../../reports/text/en/words/change.ts";
import { percent } from "../../reports/text/figures.ts";

const TIME = { unit: "ns", better: "lower" } as const;
const RATE = { unit: "ops/s", better: "higher" } as const;
const FLOW = { unit: "bytes/s", better: "higher" } as const;
const SIZE = { unit: "bytes", better: "lower" } as const;
const ROOM = { unit: "bytes", better: "higher" } as const;
const FEW = { unit: "count", better: "lower" } as const;
const MANY = { unit: "count", better: "higher" } as const;

describe("changes in words", () => {
  it.each([
    [1.123, TIME, "12.3% slower"],
    [0.877, TIME, "12.3% faster"],
    [1.123, RATE, "12.3% slower"],
    [0.877, FLOW, "12.3% faster"],
    [1.05, SIZE, "5% larger"],
    [0.95, SIZE, "5% smaller"],
    [1.05, ROOM, "5% smaller"],
    [0.95, ROOM, "5% larger"],
    [1.5, FEW, "50% more"],
    [0.5, FEW, "50% fewer"],
    [1.5, MANY, "50% fewer"],
    [0.5, MANY, "50% more"],
  ])("%d of %o is %s", (slowdown, kind, text) => {
    expect(changeText(slowdown, kind)).toBe(text);
  });

  it.each([
    [1, "the same"],
    [1.00004, "the same"],
    [0.99996, "the same"],
    [1.0001, "0.01% slower"],
    [0.9942, "0.58% faster"],
    [1.0099, "0.99% slower"],
    [1.00999, "1% slower"],
    [1.95, "95% slower"],
    [0.25, "75% faster"],
  ])("has two digits below 1%%, one above unless it is 0: %d is %s", (slowdown, text) => {
    expect(changeText(slowdown, TIME)).toBe(text);
  });

  it.each([
    [2, TIME, "2.00 times as slow"],
    [2.314, RATE, "2.31 times as slow"],
    [3, SIZE, "3.00 times as large"],
    [3, ROOM, "3.00 times as small"],
    [10, FEW, "10.00 times as many"],
    [10, MANY, "10.00 times as few"],
  ])("are told as multiples from twice on: %d of %o is %s", (slowdown, kind, text) => {
    expect(changeText(slowdown, kind)).toBe(text);
  });

  it("name the worse and the better of everything that is measured", () => {
    for (const unit of ["ns", "bytes", "bytes/s", "ops/s", "count"] as const) {
      const lower = wordsFor({ unit, better: "lower" });
      const higher = wordsFor({ unit, better: "higher" });
      expect(lower.worse).not.toBe(lower.better);
      if (unit === "bytes" || unit === "count") {
        expect([higher.worse, higher.better]).toEqual([lower.better, lower.worse]);
      } else expect(higher).toEqual({ worse: "slower", better: "faster" });
    }
  });
});

describe("shares in words", () => {
  it.each([
    [0, "0%"],
    [0.0012, "0.12%"],
    [-0.0012, "0.12%"],
    [0.00996, "1%"],
    [0.05, "5%"],
    [-0.125, "12.5%"],
    [1, "100%"],
  ])("%d is %s", (share, text) => {
    expect(percent(share)).toBe(text);
  });
});
