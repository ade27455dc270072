/** The signed-rank test: against scipy's figures, and what must hold for any sample. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import { SignedRank } from "../../bench/stats/signed-rank.ts";
import type { Interval } from "../../bench/stats/summary.ts";
import { ROOT } from "../support.ts";

interface Figure {
  readonly values: readonly number[];
  readonly p: { readonly greater: number; readonly less: number; readonly twoSided: number };
  readonly estimate: number;
  readonly intervals: readonly {
    readonly confidence: number;
    readonly interval: Interval | null;
  }[];
}

const figures: readonly Figure[] = JSON.parse(
  readFileSync(join(ROOT, "test/reference/scipy.json"), "utf8"),
).signedRank;

/** Whole numbers: what is invariant is so to the last digit. */
const value = fc.integer({ min: -1000, max: 1000 });
const values = fc.array(value, { minLength: 1, maxLength: 15 });
const confidence = fc.double({ min: 0.5, max: 0.9999, noNaN: true });

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(1e-12);
}

describe("the signed-rank test against scipy", () => {
  it("has figures to compare with", () => {
    expect(figures.length).toBeGreaterThan(10);
  });

  it("has the P of scipy.stats.wilcoxon", () => {
    for (const { values: sample, p } of figures) {
      const ranks = new SignedRank(sample);
      expectNear(ranks.pAbove(0), p.greater);
      expectNear(ranks.pBelow(0), p.less);
      expectNear(Math.min(1, 2 * Math.min(ranks.pAbove(0), ranks.pBelow(0))), p.twoSided);
    }
  });

  it("has the estimate and the intervals of their definitions", () => {
    for (const { values: sample, estimate, intervals } of figures) {
      const ranks = new SignedRank(sample);
      expectNear(ranks.estimate, estimate);
      for (const { confidence: asked, interval } of intervals) {
        const actual = ranks.interval(asked);
        if (interval === null) {
          expect(actual).toBeUndefined();
          continue;
        }
        expectNear(actual?.low as number, interval.low);
        expectNear(actual?.high as number, interval.high);
        expectNear(actual?.confidence as number, interval.confidence);
      }
    }
  });
});

describe("the signed-rank test of any sample", () => {
  it("shifts with the sample", () => {
    fc.assert(
      fc.property(values, value, value, confidence, (sample, by, bound, asked) => {
        const [ranks, shifted] = [sample, sample.map((one) => one + by)].map(
          (one) => new SignedRank(one),
        ) as [SignedRank, SignedRank];
        expect(shifted.estimate).toBe(ranks.estimate + by);
        expect(shifted.pAbove(bound + by)).toBe(ranks.pAbove(bound));
        expect(shifted.pBelow(bound + by)).toBe(ranks.pBelow(bound));
        const interval = ranks.interval(asked);
        expect(shifted.interval(asked)).toEqual(
          interval && { ...interval, low: interval.low + by, high: interval.high + by },
        );
      }),
    );
  });

  it("changes sides with the sign", () => {
    fc.assert(
      fc.property(values, value, confidence, (sample, bound, asked) => {
        const ranks = new SignedRank(sample);
        const turned = new SignedRank(sample.map((one) => -one));
        // 0 and -0 are the same here.
        expect(turned.estimate + ranks.estimate).toBe(0);
        expect(turned.pAbove(-bound)).toBe(ranks.pBelow(bound));
        const [interval, other] = [ranks.interval(asked), turned.interval(asked)];
        expect(other === undefined).toBe(interval === undefined);
        if (interval === undefined || other === undefined) return;
        expect(other.low + interval.high).toBe(0);
        expect(other.high + interval.low).toBe(0);
      }),
    );
  });

  it("has a P that rises with the bound from below, and falls from above", () => {
    fc.assert(
      fc.property(values, value, value, (sample, a, b) => {
        const ranks = new SignedRank(sample);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(ranks.pAbove(low)).toBeLessThanOrEqual(ranks.pAbove(high));
        expect(ranks.pBelow(low)).toBeGreaterThanOrEqual(ranks.pBelow(high));
        for (const p of [ranks.pAbove(a), ranks.pBelow(a)]) {
          // Twice the least there is: with n differences 2^-n.
          expect(p).toBeGreaterThanOrEqual(2 ** -sample.length);
          expect(p).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("has intervals that hold the estimate, are as sure as they say, and narrow with less", () => {
    fc.assert(
      fc.property(values, confidence, confidence, (sample, a, b) => {
        const ranks = new SignedRank(sample);
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const [narrow, wide] = [ranks.interval(less), ranks.interval(more)];
        if (wide === undefined) return;
        expect(narrow).toBeDefined();
        if (narrow === undefined) return;
        expect(narrow.confidence).toBeGreaterThanOrEqual(less - 1e-12);
        expect(narrow.low).toBeLessThanOrEqual(ranks.estimate);
        expect(narrow.high).toBeGreaterThanOrEqual(ranks.estimate);
        expect(wide.low).toBeLessThanOrEqual(narrow.low);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
      }),
    );
  });

  it("says of a bound what its interval says: outside where the P is small enough", () => {
    fc.assert(
      fc.property(values, value, confidence, (sample, bound, asked) => {
        const ranks = new SignedRank(sample);
        const interval = ranks.interval(asked);
        const tail = (1 - asked) / 2;
        expect(interval !== undefined && bound < interval.low).toBe(ranks.pAbove(bound) <= tail);
        expect(interval !== undefined && bound > interval.high).toBe(ranks.pBelow(bound) <= tail);
      }),
    );
  });

  it("is cautious with ties and zeros: no P is smaller than of any values that break them", () => {
    const tied = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 12 });
    const tiny = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 12 });
    fc.assert(
      fc.property(tied, tiny, fc.integer({ min: -2, max: 2 }), (sample, off, bound) => {
        const ranks = new SignedRank(sample);
        const broken = new SignedRank(sample.map((one, index) => one + (off[index] as number)));
        expect(ranks.pAbove(bound)).toBeGreaterThanOrEqual(broken.pAbove(bound));
        expect(ranks.pBelow(bound)).toBeGreaterThanOrEqual(broken.pBelow(bound));
      }),
    );
    // Nothing has changed at all: nothing can be said.
    expect(new SignedRank([0, 0, 0, 0]).pAbove(0)).toBe(1);
  });

  it("goes on from the exact distribution to the normal one without a jump", () => {
    const spread = (n: number, shift: number) =>
      Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n) + shift);
    const at = (n: number, shift = 0) => new SignedRank(spread(n, shift));
    for (const shift of [0.1, 0.2, 0.25, -0.2]) {
      expect(at(101, shift).pAbove(0) / at(100, shift).pAbove(0)).toBeCloseTo(1, 1);
      expect(at(101, shift).pBelow(0) / at(100, shift).pBelow(0)).toBeCloseTo(1, 1);
    }
    // Together both tails are one, and what lies just here: P(W = w), twice counted.
    const middle = at(101).pAbove(1e-9) + at(101).pBelow(1e-9);
    expect(middle).toBeCloseTo(at(100).pAbove(1e-9) + at(100).pBelow(1e-9), 4);
    expect(middle).toBeGreaterThan(1.001);
    for (const asked of [0.9, 0.95, 0.99]) {
      const [exact, normal] = [at(100), at(101)].map((ranks) => ranks.interval(asked) as Interval);
      expect(normal?.low).toBeCloseTo(exact?.low as number, 2);
      expect(normal?.high).toBeCloseTo(exact?.high as number, 2);
      expect(normal?.confidence).toBeGreaterThanOrEqual(asked);
      expect(normal?.confidence).toBeCloseTo(asked, 2);
    }
  });

  it("refuses what is no sample", () => {
    for (const sample of [[], [1, Number.NaN], [Number.POSITIVE_INFINITY], [0, -Infinity]]) {
      expect(() => new SignedRank(sample)).toThrow(RangeError);
    }
  });
});
