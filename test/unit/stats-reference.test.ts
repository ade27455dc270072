/** bench/stats against figures of scipy and numpy: test/reference/figures.py made them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mean } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { bootstrapInterval } from "../../bench/stats/bootstrap.ts";
import { bestSplit } from "../../bench/stats/change-points.ts";
import {
  binomialUpperBound,
  clopperPearson,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "../../bench/stats/distributions.ts";
import { quantile } from "../../bench/stats/quantile.ts";
import { doubledRanks, rankSumP, shift, type TestP } from "../../bench/stats/rank-sum.ts";
import { dispersion, type Interval, medianOf } from "../../bench/stats/summary.ts";
import { meanRatio, welchP } from "../../bench/stats/two-means.ts";
import { ROOT } from "../support.ts";

interface Figures {
  versions: Record<"python" | "numpy" | "scipy", string>;
  quantile: { values: number[]; p: number; expected: number }[];
  dispersion: { values: number[]; expected: number }[];
  normal: { cdf: { z: number; p: number }[]; quantile: { p: number; z: number }[] };
  student: {
    cdf: { t: number; df: number; p: number }[];
    quantile: { p: number; df: number; t: number }[];
  };
  clopperPearson: {
    successes: number;
    n: number;
    confidence: number;
    low: number;
    high: number;
    upperBound: number;
  }[];
  rankSum: ({ x: number[]; y: number[]; method: "exact" | "asymptotic" } & TestP)[];
  shift: {
    x: number[];
    y: number[];
    estimate: number;
    intervals: { confidence: number; k: number; interval: Interval | null }[];
  }[];
  welch: ({ x: number[]; y: number[]; t: number; ratio: number } & TestP)[];
  bootstrap: {
    single: (Resampled & { values: number[]; statistic: "mean" | "median" })[];
    pairs: Resampled & { pairs: [number, number][] };
  };
  bestSplit: { values: number[]; minSegment: number; index: number; q: number }[];
}

interface Resampled {
  confidence: number;
  low: number;
  high: number;
  standardError: number;
}

const figures: Figures = JSON.parse(readFileSync(join(ROOT, "test/reference/scipy.json"), "utf8"));

/** Tails of 1e-12 are compared by their digits, not by their distance from 0. */
function expectClose(actual: number, expected: number, relative: number, of: unknown): void {
  const off = actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
  expect(off, `${JSON.stringify(of)}: ${actual} for ${expected}`).toBeLessThanOrEqual(relative);
}

function expectPs(actual: TestP, expected: TestP, relative: number, of: unknown): void {
  expectClose(actual.greater, expected.greater, relative, of);
  expectClose(actual.less, expected.less, relative, of);
  expectClose(actual.twoSided, expected.twoSided, relative, of);
}

describe("the reference figures", () => {
  it("say what made them", () => {
    expect(figures.versions.scipy).toMatch(/^\d+\.\d+/);
    expect(figures.versions.numpy).toMatch(/^\d+\.\d+/);
  });
});

describe("quantiles and dispersions", () => {
  it("are those of numpy.quantile", () => {
    for (const { values, p, expected } of figures.quantile) {
      expectClose(quantile(values, p), expected, 1e-14, { values, p });
    }
  });

  it("are those of scipy.stats.median_abs_deviation(scale='normal')", () => {
    // 1.4826 is rounded to five digits, as everyone writes it.
    for (const { values, expected } of figures.dispersion) {
      expectClose(dispersion(values), expected, 5e-6, values);
    }
  });
});

describe("distributions", () => {
  it("are those of scipy.stats.norm", () => {
    for (const { z, p } of figures.normal.cdf) expectClose(normalCdf(z), p, 1e-12, { z });
    for (const { p, z } of figures.normal.quantile) expectClose(normalQuantile(p), z, 1e-12, { p });
  });

  it("are those of scipy.stats.t", () => {
    for (const { t, df, p } of figures.student.cdf) {
      expectClose(studentCdf(t, df), p, 1e-9, { t, df });
    }
    for (const { p, df, t } of figures.student.quantile) {
      expectClose(studentQuantile(p, df), t, 1e-9, { p, df });
    }
  });

  it("bound a binomial as scipy.stats.beta does", () => {
    for (const { successes, n, confidence, ...expected } of figures.clopperPearson) {
      const of = { successes, n, confidence };
      const { low, high } = clopperPearson(successes, n, confidence);
      expectClose(low, expected.low, 1e-9, of);
      expectClose(high, expected.high, 1e-9, of);
      expectClose(binomialUpperBound(successes, n, confidence), expected.upperBound, 1e-9, of);
    }
  });
});

describe("two independent samples", () => {
  it("have the P of scipy.stats.mannwhitneyu, or of every permutation of their tied ranks", () => {
    for (const { x, y, method, ...expected } of figures.rankSum) {
      expectPs(rankSumP(x, y), expected, 1e-9, { x, y, method });
    }
  });

  it("have the shift, its interval and its confidence that their definition says", () => {
    for (const { x, y, estimate, intervals } of figures.shift) {
      for (const { confidence, interval } of intervals) {
        const actual = shift(x, y, confidence);
        expectClose(actual.estimate, estimate, 1e-12, { x, y });
        if (interval === null) {
          expect(actual.interval).toBeUndefined();
          continue;
        }
        expect(actual.interval?.low).toBeCloseTo(interval.low, 10);
        expect(actual.interval?.high).toBeCloseTo(interval.high, 10);
        expect(actual.interval?.confidence).toBeCloseTo(interval.confidence, 10);
      }
    }
  });

  it("have the P of scipy.stats.ttest_ind(equal_var=False)", () => {
    for (const { x, y, t, ratio, ...expected } of figures.welch) {
      const actual = welchP(x, y);
      expectClose(actual.t, t, 1e-9, { x, y });
      expectPs(actual, expected, 1e-9, { x, y });
      expectClose(meanRatio(x, y), ratio, 1e-14, { x, y });
    }
  });
});

describe("bootstrap", () => {
  /** Resamples differ: ends agree to a part of the standard error only. */
  const expectNear = (actual: Interval, expected: Resampled) => {
    expect(actual.confidence).toBe(expected.confidence);
    for (const end of ["low", "high"] as const) {
      const off = Math.abs(actual[end] - expected[end]);
      expect(off / expected.standardError, JSON.stringify({ actual, expected })).toBeLessThan(0.1);
    }
  };

  it("has the percentile intervals of scipy.stats.bootstrap", () => {
    for (const { values, statistic, ...expected } of figures.bootstrap.single) {
      const of = (sample: readonly number[]) =>
        statistic === "mean" ? mean([...sample]) : medianOf(sample);
      const { confidence } = expected;
      expectNear(
        bootstrapInterval(values, of, { seed: 3, resamples: 20_000, confidence }),
        expected,
      );
    }
  });

  it("keeps pairs together as scipy.stats.bootstrap(paired=True) does", () => {
    const { pairs, ...expected } = figures.bootstrap.pairs;
    const ratio = (sample: readonly [number, number][]) =>
      meanRatio(
        sample.map(([, head]) => head),
        sample.map(([base]) => base),
      );
    const { confidence } = expected;
    expectNear(
      bootstrapInterval(pairs, ratio, { seed: 3, resamples: 20_000, confidence }),
      expected,
    );
  });
});

describe("splits of a series", () => {
  it("are where the energy distance of ranks, by its definition, is largest", () => {
    for (const { values, minSegment, index, q } of figures.bestSplit) {
      const split = bestSplit(doubledRanks(values), minSegment);
      expect(split.index).toBe(index);
      expectClose(split.q, q, 1e-9, values);
    }
  });
});
