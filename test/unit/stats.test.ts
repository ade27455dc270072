import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded, shuffled } from "../../bench/random.ts";
import { overhead } from "../../bench/stats/overhead.ts";
import { dispersion, type Interval, medianOf, summarize } from "../../bench/stats/summary.ts";
import { trend } from "../../bench/stats/trend.ts";

const finite = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const sample = fc.array(finite, { minLength: 3, maxLength: 12 });

describe("summaries", () => {
  it("agrees with figures worked out by hand", () => {
    const summary = summarize([5, 1, 4, 2, 3]);
    expect(summary).toMatchObject({ n: 5, median: 3, min: 1, max: 5 });
    expect(medianOf([1, 2, 3, 10])).toBe(2.5);
  });

  it("scales the dispersion as scipy.stats.median_abs_deviation(scale='normal') does", () => {
    // Median 3, deviations 2 1 0 1 7, of which the median is 1.
    expect(dispersion([1, 2, 3, 4, 10])).toBeCloseTo(1.4826 / 3, 4);
    expect(dispersion([7, 7, 7])).toBe(0);
  });

  it("gives no interval for fewer than three rounds", () => {
    expect(summarize([1, 2]).interval).toBeUndefined();
    expect(summarize([1])).toEqual({ n: 1, median: 1, min: 1, max: 1 });
  });

  it("does not change or keep the caller's array", () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("interval of the median", () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

  /** Ranks and confidence from binomial tables with p = 1/2. */
  it.each([
    [3, 1, 0.75],
    [4, 1, 0.875],
    [5, 1, 0.9375],
    [6, 1, 0.96875],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [10, 2, 0.978515625],
    [15, 4, 0.96484375],
    [20, 6, 0.9586105],
    [30, 10, 0.9572261],
  ])(
    "of %d rounds is from the k-th lowest to the k-th highest, k = %d, with %d",
    (n, k, confidence) => {
      const { interval } = summarize(upTo(n));
      expect(interval).toMatchObject({ low: k, high: n + 1 - k });
      expect(interval?.confidence).toBeCloseTo(confidence, 6);
    },
  );

  it("has the confidence of the normal approximation where rounds are many", () => {
    const n = 10_000;
    const { low, high, confidence } = summarize(upTo(n)).interval as Interval;
    expect(confidence).toBeGreaterThanOrEqual(0.95);
    expect(confidence).toBeLessThan(0.953);
    // n/2 -+ 1.96 sqrt(n)/2.
    expect(Math.abs(low - (n / 2 - 98))).toBeLessThan(3);
    expect(Math.abs(high - (n / 2 + 98))).toBeLessThan(3);
  });

  it("covers the true median as often as it says", () => {
    const random = seeded(5);
    for (const n of [5, 9, 15]) {
      let covered = 0;
      const tries = 4000;
      let confidence = 0;
      for (let i = 0; i < tries; i++) {
        // Squares of uniform numbers: a skewed distribution whose median is 1/4.
        const values = Array.from({ length: n }, () => (random.below(1e6) / 1e6) ** 2);
        const interval = summarize(values).interval as Interval;
        confidence = interval.confidence;
        if (interval.low <= 0.25 && 0.25 <= interval.high) covered++;
      }
      const slack = 4 * Math.sqrt((confidence * (1 - confidence)) / tries);
      expect(Math.abs(covered / tries - confidence)).toBeLessThan(slack);
    }
  });

  it("lies within the sample and holds its median", () => {
    fc.assert(
      fc.property(sample, (values) => {
        const { interval, min, max, median } = summarize(values);
        expect(interval?.low).toBeGreaterThanOrEqual(min);
        expect(interval?.high).toBeLessThanOrEqual(max);
        expect(interval?.low).toBeLessThanOrEqual(median);
        expect(interval?.high).toBeGreaterThanOrEqual(median);
      }),
    );
  });
});

describe("overhead", () => {
  const rounds = (...values: number[]) => new Map(values.map((value, index) => [index + 1, value]));

  it("pairs rounds: a drift that both share cancels out", () => {
    const native = rounds(10, 20, 30);
    expect(overhead("difference", "lower", rounds(15, 25, 35), native)?.summary).toMatchObject({
      median: 5,
      min: 5,
      max: 5,
    });
    expect(overhead("slowdown", "higher", rounds(5, 10, 15), native)?.summary.median).toBe(2);
    expect(overhead("slowdown", "lower", rounds(5, 10, 15), native)?.summary.median).toBe(0.5);
  });

  it("uses only rounds that both have", () => {
    const result = overhead("difference", "lower", new Map([[2, 7]]), rounds(1, 2, 3));
    expect(result?.summary).toMatchObject({ n: 1, median: 5 });
    expect(overhead("difference", "lower", new Map([[9, 7]]), rounds(1))).toBeUndefined();
  });

  it("is nothing against itself", () => {
    fc.assert(
      fc.property(sample, (values) => {
        const series = rounds(...values);
        expect(overhead("difference", "lower", series, series)?.summary.median).toBe(0);
        expect(overhead("slowdown", "higher", series, series)?.summary.median).toBe(1);
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
