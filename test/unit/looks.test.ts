import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksAtWill, looksUpTo, shareOf } from "../../bench/stats/looks.ts";
import { fewestRounds } from "../../bench/stats/power.ts";

const most = fc.integer({ min: 1, max: 10_000 });
const cells = fc.integer({ min: 1, max: 500 });
/** Rounds that a verdict on one of so many cells takes. */
const fewestFor = (of: number) => (share: number) => fewestRounds((0.01 * share) / of);

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

  it("begin where a verdict is possible, with the share of the error that the first has", () => {
    fc.assert(
      fc.property(most, cells, (last, of) => {
        const looks = looksUpTo(last, fewestFor(of));
        // Where the last of all comes too early, it is the only one.
        if (looks.length === 1) return;
        for (const look of looks) {
          expect(look).toBeGreaterThanOrEqual(fewestFor(of)(shareOf(look, looks)));
        }
        expect(looks[0]).toBeGreaterThanOrEqual(10);
      }),
    );
  });

  it("come further and further apart, so that there are few", () => {
    expect(looksUpTo(300, fewestFor(2))).toEqual([14, 21, 32, 48, 72, 108, 162, 243, 300]);
    expect(looksUpTo(10_000, fewestFor(2)).length).toBeLessThan(20);
    expect(looksUpTo(5, fewestFor(2))).toEqual([5]);
    expect(looksUpTo(1, fewestFor(2))).toEqual([1]);
  });
});

describe("the shares of an error", () => {
  it("are the whole together, and rise from look to look", () => {
    fc.assert(
      fc.property(most, cells, (last, of) => {
        const looks = looksUpTo(last, fewestFor(of));
        const shares = looks.map((look) => shareOf(look, looks));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        expect([...shares].sort((a, b) => a - b)).toEqual(shares);
      }),
    );
  });

  it("are never more than the whole, wherever time is up", () => {
    fc.assert(
      fc.property(most, cells, fc.double({ min: 0, max: 1, noNaN: true }), (last, of, at) => {
        const planned = looksUpTo(last, fewestFor(of));
        const end = Math.max(1, Math.ceil(at * last));
        const taken = [...planned.filter((look) => look < end), end];
        const spent = taken.reduce((sum, look) => sum + shareOf(look, planned), 0);
        expect(spent).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it("of a look between two, or after the last, are those of the next", () => {
    const planned = [10, 20, 70];
    expect([1, 10, 11, 20, 70, 500].map((rounds) => shareOf(rounds, planned))).toEqual([
      ...[0.1, 0.1, 0.2, 0.2, 0.7, 0.7],
    ]);
  });
});

describe("looks that cost nothing", () => {
  it("come after each round at first, then after a twentieth more, up to the last", () => {
    fc.assert(
      fc.property(most, fc.integer({ min: 1, max: 20 }), (last, first) => {
        const looks = looksAtWill(last, first);
        expect(looks.at(-1)).toBe(last);
        for (const [index, look] of looks.entries()) {
          if (index === 0) continue;
          const before = looks[index - 1] as number;
          expect(look).toBeGreaterThan(before);
          expect(look - before).toBeLessThanOrEqual(Math.max(1, before / 20));
        }
      }),
    );
    expect(looksAtWill(12, 7)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(looksAtWill(5, 7)).toEqual([5]);
    expect(looksAtWill(1000, 7).length).toBeLessThan(120);
  });
});
