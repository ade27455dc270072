import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksUpTo, shareOf } from "../../bench/stats/looks.ts";
import { fewestRounds } from "../../bench/stats/power.ts";

const most = fc.integer({ min: 1, max: 10_000 });
const cells = fc.integer({ min: 1, max: 500 });
/** Rounds that a verdict on one of so many cells takes. */
const fewestFor = (of: number) => (looks: number) => fewestRounds(shareOf(0.01, looks) / of);

describe("the rounds after which it is looked", () => {
  it("rise to the last of all", () => {
    fc.assert(
      fc.property(most, cells, (last, of) => {
        const looks = looksUpTo(last, fewestFor(of));
        expect(looks.at(-1)).toBe(last);
        expect([...looks].sort((a, b) => a - b)).toEqual(looks);
        expect(new Set(looks).size).toBe(looks.length);
        expect(looks.every((look) => Number.isInteger(look) && look > 0)).toBe(true);
      }),
    );
  });

  it("begin where a verdict is possible, with the share of the error that so many looks have", () => {
    fc.assert(
      fc.property(most, cells, (last, of) => {
        const looks = looksUpTo(last, fewestFor(of));
        // Where the last of all comes too early, it is the only one.
        if (looks.length === 1) return;
        expect(looks[0]).toBeGreaterThanOrEqual(fewestFor(of)(looks.length));
        expect(looks[0]).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  it("come further and further apart, so that there are few", () => {
    expect(looksUpTo(300, fewestFor(2))).toEqual([11, 17, 26, 39, 59, 89, 134, 201, 300]);
    expect(looksUpTo(10_000, fewestFor(2)).length).toBeLessThan(20);
    expect(looksUpTo(5, fewestFor(2))).toEqual([5]);
    expect(looksUpTo(1, fewestFor(2))).toEqual([1]);
  });

  it("divide the error without a rest", () => {
    fc.assert(
      fc.property(most, cells, (last, of) => {
        const looks = looksUpTo(last, fewestFor(of));
        const spent = looks.reduce((sum) => sum + shareOf(0.01, looks.length), 0);
        expect(spent).toBeCloseTo(0.01, 12);
      }),
    );
  });
});
