import fc from "fast-check";
import { median, quantileSorted } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { seeded, shuffled } from "../../bench/random.ts";
import { overhead } from "../../bench/stats/overhead.ts";
import { bootstrapMedian, medianOf, summarize } from "../../bench/stats/summary.ts";
import { trend } from "../../bench/stats/trend.ts";

const finite = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const sample = fc.array(finite, { minLength: 3, maxLength: 12 });

describe("summaries", () => {
  it("agrees with figures worked out by hand", () => {
    const summary = summarize([5, 1, 4, 2, 3], 1);
    expect(summary).toMatchObject({ n: 5, median: 3, min: 1, max: 5 });
    expect(medianOf([1, 2, 3, 10])).toBe(2.5);
  });

  it("gives no interval for fewer than three rounds", () => {
    expect(summarize([1, 2], 1).interval).toBeUndefined();
    expect(summarize([1], 1)).toEqual({ n: 1, median: 1, min: 1, max: 1 });
  });

  it("does not change or keep the caller's array", () => {
    const values = [3, 1, 2];
    summarize(values, 1);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("bootstrap interval of the median", () => {
  /** All n^n resamples of a small sample: the distribution that the bootstrap approximates. */
  function exactMedians(values: readonly number[]): number[] {
    const n = values.length;
    const medians: number[] = [];
    for (let code = 0; code < n ** n; code++) {
      let rest = code;
      const resample = values.map(() => {
        const value = values[rest % n] as number;
        rest = Math.floor(rest / n);
        return value;
      });
      medians.push(median(resample));
    }
    return medians.sort((a, b) => a - b);
  }

  it("comes near the exact bootstrap distribution, by enumeration", () => {
    const values = [10, 12, 13, 17, 30];
    const exact = exactMedians(values);
    const interval = bootstrapMedian(values, 7);
    expect(interval?.low).toBe(quantileSorted(exact, 0.025));
    expect(interval?.high).toBe(quantileSorted(exact, 0.975));
  });

  it("is the same for the same seed", () => {
    const values = [4, 8, 15, 16, 23, 42];
    expect(bootstrapMedian(values, 3)).toEqual(bootstrapMedian(values, 3));
  });

  it("lies within the sample and holds its median", () => {
    fc.assert(
      fc.property(sample, fc.nat(), (values, seed) => {
        const interval = bootstrapMedian(values, seed);
        expect(interval).toBeDefined();
        const { low, high } = interval as { low: number; high: number };
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(low).toBeLessThanOrEqual(medianOf(values));
        expect(high).toBeGreaterThanOrEqual(medianOf(values));
      }),
      { numRuns: 40 },
    );
  });
});

describe("overhead", () => {
  const rounds = (...values: number[]) => new Map(values.map((value, index) => [index + 1, value]));

  it("pairs rounds: a drift that both share cancels out", () => {
    const native = rounds(10, 20, 30);
    expect(overhead("difference", "lower", rounds(15, 25, 35), native, 1)?.summary).toMatchObject({
      median: 5,
      min: 5,
      max: 5,
    });
    expect(overhead("slowdown", "higher", rounds(5, 10, 15), native, 1)?.summary.median).toBe(2);
    expect(overhead("slowdown", "lower", rounds(5, 10, 15), native, 1)?.summary.median).toBe(0.5);
  });

  it("uses only rounds that both have", () => {
    const result = overhead("difference", "lower", new Map([[2, 7]]), rounds(1, 2, 3), 1);
    expect(result?.summary).toMatchObject({ n: 1, median: 5 });
    expect(overhead("difference", "lower", new Map([[9, 7]]), rounds(1), 1)).toBeUndefined();
  });

  it("is nothing against itself", () => {
    fc.assert(
      fc.property(sample, (values) => {
        const series = rounds(...values);
        expect(overhead("difference", "lower", series, series, 1)?.summary.median).toBe(0);
        expect(overhead("slowdown", "higher", series, series, 1)?.summary.median).toBe(1);
      }),
      { numRuns: 20 },
    );
  });
});

describe("trends", () => {
  it("sees a series that still rises, and none in noise or in a short one", () => {
    const rising = Array.from({ length: 30 }, (_, index) => 100 + index);
    expect(trend(rising)).toBeCloseTo(124.5 / 104.5 - 1);
    expect(trend(rising.map((_, index) => 100 + (index % 2)))).toBe(0);
    expect(trend(rising.slice(1))).toBeUndefined();
  });
});

describe("shuffling", () => {
  it("keeps every item exactly once", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const result = shuffled(items, seeded(seed));
        expect([...result].sort()).toEqual([...items].sort());
      }),
    );
  });

  it("puts each item in each place about equally often", () => {
    const random = seeded(11);
    const counts = [0, 0, 0, 0];
    const turns = 4000;
    for (let i = 0; i < turns; i++) {
      const place = shuffled(["a", "b", "c", "d"], random).indexOf("a");
      counts[place] = (counts[place] ?? 0) + 1;
    }
    // Five standard deviations of a binomial with p = 1/4.
    const slack = 5 * Math.sqrt((turns * 3) / 16);
    for (const count of counts) expect(Math.abs(count - turns / 4)).toBeLessThan(slack);
  });
});
