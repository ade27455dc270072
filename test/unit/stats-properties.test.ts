/** What bench/stats must hold for any sample; the figures themselves are in stats-reference.test.ts. */
import fc from "fast-check";
import { mean } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { type Random, seeded, shuffled } from "../../bench/random.ts";
import { bootstrapInterval } from "../../bench/stats/bootstrap.ts";
import { changePoints } from "../../bench/stats/change-points.ts";
import {
  binomialUpperBound,
  clopperPearson,
  incompleteBeta,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "../../bench/stats/distributions.ts";
import { quantile } from "../../bench/stats/quantile.ts";
import { rankSumP, shift } from "../../bench/stats/rank-sum.ts";
import { steadyState } from "../../bench/stats/steady-state.ts";
import { type Interval, medianOf } from "../../bench/stats/summary.ts";
import { meanRatio, welchP } from "../../bench/stats/two-means.ts";

/** Whole numbers, and factors that are powers of two: what is invariant is so to the last digit. */
const value = fc.integer({ min: -1000, max: 1000 });
const values = fc.array(value, { minLength: 1, maxLength: 12 });
const factor = fc.constantFrom(0.25, 0.5, 2, 1024);
const chance = fc.double({ min: 0, max: 1, noNaN: true });
const inside = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

/** A normal variable, by the inverse of its distribution. */
const normal = (random: Random) => normalQuantile((random.below(1e9) + 0.5) / 1e9);
const series = <T>(n: number, of: (index: number) => T) =>
  Array.from({ length: n }, (_, i) => of(i));
const average = (sample: readonly number[]) => mean([...sample]);
/** Four standard deviations of a share of so many tries. */
const slack = (share: number, tries: number) => 4 * Math.sqrt((share * (1 - share)) / tries);

describe("quantile", () => {
  it("lies within the sample, rises with p, and does not depend on the order", () => {
    fc.assert(
      fc.property(values, chance, chance, fc.nat(), (sample, a, b, seed) => {
        const [low, high] = [quantile(sample, Math.min(a, b)), quantile(sample, Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(Math.min(...sample));
        expect(high).toBeLessThanOrEqual(Math.max(...sample));
        expect(low).toBeLessThanOrEqual(high);
        expect(quantile(shuffled(sample, seeded(seed)), a)).toBe(quantile(sample, a));
      }),
    );
  });

  it("scales and shifts with the sample; at one half it is the median", () => {
    fc.assert(
      fc.property(values, chance, factor, value, (sample, p, by, off) => {
        const scaled = sample.map((one) => one * by + off);
        expect(quantile(scaled, p)).toBeCloseTo(quantile(sample, p) * by + off, 6);
        expect(quantile(sample, 0.5)).toBe(medianOf(sample));
      }),
    );
  });
});

describe("distributions", () => {
  it("are undone by their quantiles, and symmetric", () => {
    fc.assert(
      fc.property(inside, fc.double({ min: 1, max: 1e5, noNaN: true }), (p, df) => {
        expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 10);
        expect(studentCdf(studentQuantile(p, df), df) / p).toBeCloseTo(1, 9);
        // Of p, 1 - p is the rounding of the other tail; of the variable it is exact.
        const z = normalQuantile(p);
        expect(normalCdf(-z)).toBeCloseTo(1 - p, 12);
        expect(studentCdf(-z, df)).toBeCloseTo(1 - studentCdf(z, df), 12);
      }),
    );
  });

  it("reach their ends", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect([studentQuantile(0, 3), studentQuantile(1, 3)]).toEqual([-Infinity, Infinity]);
    expect([normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1]);
    expect([studentCdf(-Infinity, 3), studentCdf(Infinity, 3)]).toEqual([0, 1]);
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  });

  it("rise, and do not jump where one method takes over from another", () => {
    fc.assert(
      fc.property(fc.double({ min: 2.9, max: 3.1, noNaN: true }), (z) => {
        expect(normalCdf(-z)).toBeGreaterThanOrEqual(normalCdf(-z - 1e-9));
        expect(normalCdf(-z - 1e-9) / normalCdf(-z)).toBeCloseTo(1, 7);
      }),
    );
  });

  it("bound a binomial's chance at least as often as they say, whatever it is", () => {
    const n = 12;
    const bounds = series(n + 1, (successes) => ({
      ...clopperPearson(successes, n, 0.95),
      upper: binomialUpperBound(successes, n, 0.95),
    }));
    fc.assert(
      fc.property(inside, (p) => {
        let within = 0;
        let below = 0;
        let density = (1 - p) ** n;
        bounds.forEach(({ low, high, upper }, successes) => {
          if (low <= p && p <= high) within += density;
          if (p <= upper) below += density;
          density *= ((n - successes) / (successes + 1)) * (p / (1 - p));
        });
        expect(within).toBeGreaterThanOrEqual(0.95 - 1e-9);
        expect(below).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }),
    );
  });

  it("bound it wider for more confidence, with the observed share inside", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), inside, inside, (a, b, c, d) => {
        const [successes, n] = [Math.min(a, b), Math.max(a, b, 1)];
        const narrow = clopperPearson(successes, n, Math.min(c, d));
        const wide = clopperPearson(successes, n, Math.max(c, d));
        expect(wide.low).toBeLessThanOrEqual(narrow.low);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        expect(narrow.low).toBeLessThanOrEqual(successes / n + 1e-12);
        expect(narrow.high).toBeGreaterThanOrEqual(successes / n - 1e-12);
      }),
    );
  });
});

describe("rank sums", () => {
  it("turn around with the samples, and see ranks only", () => {
    fc.assert(
      fc.property(values, values, fc.nat(), (x, y, seed) => {
        const p = rankSumP(x, y);
        const turned = rankSumP(y, x);
        expect(turned.greater).toBeCloseTo(p.less, 12);
        expect(turned.less).toBeCloseTo(p.greater, 12);
        const cubed = (sample: number[]) => sample.map((one) => one ** 3);
        expect(rankSumP(cubed(x), cubed(shuffled(y, seeded(seed))))).toEqual(p);
        for (const one of Object.values(p)) {
          expect(one).toBeGreaterThan(0);
          expect(one).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("are exact with ties: of all ways to share them out, no more than P are as extreme", () => {
    const few = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(few, fc.nat(), (pool, seed) => {
        const n = 1 + (seed % (pool.length - 1));
        const ps: number[] = [];
        for (let chosen = 0; chosen < 2 ** pool.length; chosen++) {
          const isX = (_: number, index: number) => ((chosen >> index) & 1) === 1;
          const x = pool.filter(isX);
          if (x.length !== n) continue;
          const y = pool.filter((one, index) => !isX(one, index));
          ps.push(rankSumP(x, y).greater);
        }
        for (const p of ps) {
          const share = ps.filter((other) => other <= p + 1e-12).length / ps.length;
          expect(share).toBeCloseTo(p, 9);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("say nothing of samples that are all the same", () => {
    const all = { greater: 1, less: 1, twoSided: 1 };
    expect(rankSumP([5, 5, 5], [5, 5])).toEqual(all);
    expect(
      rankSumP(
        series(60, () => 5),
        series(60, () => 5),
      ),
    ).toEqual(all);
  });

  it("are nearly the same, exact or not, where one takes over from the other", () => {
    const random = seeded(8);
    const x = series(50, () => normal(random) + 0.4);
    const y = series(50, () => normal(random));
    const exact = rankSumP(x, y).twoSided;
    const approximate = rankSumP([...x, 0.4001], y).twoSided;
    expect(Math.abs(exact - approximate)).toBeLessThan(0.01);
    const [before, after] = [shift(x, y, 0.95), shift([...x, 0.4001], y, 0.95)];
    expect(after.interval?.low).toBeCloseTo(before.interval?.low as number, 1);
    expect(after.interval?.high).toBeCloseTo(before.interval?.high as number, 1);
  });
});

describe("shift", () => {
  const many = fc.array(value, { minLength: 4, maxLength: 12 });

  it("moves and scales with the sample, turns around with both, and lies in its interval", () => {
    fc.assert(
      fc.property(many, many, factor, value, (x, y, by, off) => {
        const { estimate, interval } = shift(x, y, 0.9) as { estimate: number; interval: Interval };
        const moved = shift(
          x.map((one) => (one + off) * by),
          y.map((one) => one * by),
          0.9,
        );
        expect(moved.estimate).toBe((estimate + off) * by);
        expect(moved.interval?.low).toBe((interval.low + off) * by);
        const turned = shift(y, x, 0.9);
        expect(turned.estimate + estimate).toBe(0);
        expect((turned.interval?.high as number) + interval.low).toBe(0);
        expect(interval.low).toBeLessThanOrEqual(estimate);
        expect(interval.high).toBeGreaterThanOrEqual(estimate);
      }),
    );
  });

  it("has no narrower interval for more confidence, and the confidence that was asked for", () => {
    fc.assert(
      fc.property(many, many, inside, inside, (x, y, a, b) => {
        const narrow = shift(x, y, Math.min(a, b)).interval;
        const wide = shift(x, y, Math.max(a, b)).interval;
        expect(narrow?.confidence ?? 1).toBeGreaterThanOrEqual(Math.min(a, b) - 1e-12);
        if (narrow === undefined) expect(wide).toBeUndefined();
        if (narrow === undefined || wide === undefined) return;
        expect(wide.low).toBeLessThanOrEqual(narrow.low);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        expect(wide.confidence).toBeGreaterThanOrEqual(narrow.confidence);
      }),
    );
  });

  it("covers the true shift as often as it says, and at least as often with ties", () => {
    const random = seeded(21);
    const tries = 1500;
    const covered = (round: (x: number) => number) => {
      let hits = 0;
      let confidence = 0;
      for (let i = 0; i < tries; i++) {
        const x = series(7, () => round(normal(random)) + 2);
        const y = series(6, () => round(normal(random)));
        const interval = shift(x, y, 0.9).interval as Interval;
        confidence = interval.confidence;
        if (interval.low <= 2 && 2 <= interval.high) hits++;
      }
      return hits / tries - confidence;
    };
    expect(Math.abs(covered((x) => x))).toBeLessThan(slack(0.9, tries));
    expect(covered(Math.round)).toBeGreaterThan(-slack(0.9, tries));
  });

  it("has no interval of samples that cannot reach the confidence", () => {
    // 2 of the 20 orders of three and three are the outermost: 90%.
    expect(shift([1, 2, 3], [4, 5, 6], 0.95).interval).toBeUndefined();
    expect(shift([1, 2, 3], [4, 5, 6], 0.9).interval?.confidence).toBeCloseTo(0.9, 12);
  });
});

describe("two means", () => {
  const two = fc.array(value, { minLength: 2, maxLength: 12 });
  const varied = two.filter((sample) => new Set(sample).size > 1);

  it("have the same P in any unit, and turn around with the samples", () => {
    fc.assert(
      fc.property(varied, two, factor, (x, y, by) => {
        const p = welchP(x, y);
        const times = (sample: number[]) => sample.map((one) => one * by);
        expect(welchP(times(x), times(y)).twoSided).toBeCloseTo(p.twoSided, 9);
        expect(welchP(y, x).greater).toBeCloseTo(p.less, 9);
        expect(p.greater + p.less).toBeCloseTo(1, 12);
        expect(p.twoSided).toBeCloseTo(2 * Math.min(p.greater, p.less), 12);
        expect(p.df).toBeGreaterThanOrEqual(Math.min(x.length, y.length) - 1 - 1e-9);
        expect(p.df).toBeLessThanOrEqual(x.length + y.length - 2 + 1e-9);
      }),
    );
  });

  it("have a ratio without a unit", () => {
    expect(meanRatio([2, 4], [1, 1, 4])).toBe(1.5);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1 }),
        factor,
        (x, by) => {
          expect(
            meanRatio(
              x.map((one) => one * by),
              x,
            ),
          ).toBeCloseTo(by, 9);
        },
      ),
    );
  });
});

describe("bootstrap", () => {
  const rounds = fc.array(value, { minLength: 3, maxLength: 12 });
  const resamples = 200;

  it("is the same for the same seed, within the sample, and widens with the confidence", () => {
    fc.assert(
      fc.property(rounds, fc.nat(), (sample, seed) => {
        const of = (confidence: number) =>
          bootstrapInterval(sample, medianOf, { seed, resamples, confidence });
        const [narrow, wide] = [of(0.8), of(0.95)];
        expect(of(0.8)).toEqual(narrow);
        expect(wide.low).toBeLessThanOrEqual(narrow.low);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        expect(wide.low).toBeGreaterThanOrEqual(Math.min(...sample));
        expect(wide.high).toBeLessThanOrEqual(Math.max(...sample));
      }),
      { numRuns: 30 },
    );
    const sample = series(20, (index) => index ** 2);
    const [one, other] = [1, 2].map((seed) => bootstrapInterval(sample, average, { seed }));
    expect(one).not.toEqual(other);
  });

  it("scales and shifts with the sample", () => {
    fc.assert(
      fc.property(rounds, factor, value, (sample, by, off) => {
        const options = { seed: 5, resamples };
        const { low, high } = bootstrapInterval(sample, medianOf, options);
        const scaled = sample.map((one) => one * by + off);
        const moved = bootstrapInterval(scaled, medianOf, options);
        expect(moved.low).toBeCloseTo(low * by + off, 6);
        expect(moved.high).toBeCloseTo(high * by + off, 6);
      }),
      { numRuns: 30 },
    );
  });

  it("keeps together what was measured in one round", () => {
    const random = seeded(2);
    const pairs = series(10, () => {
      const base = 1 + random.below(1000);
      return { base, head: 1.5 * base };
    });
    const ratio = (sample: readonly { base: number; head: number }[]) =>
      meanRatio(
        sample.map(({ head }) => head),
        sample.map(({ base }) => base),
      );
    const { low, high } = bootstrapInterval(pairs, ratio, { seed: 1 });
    expect(low).toBeCloseTo(1.5, 12);
    expect(high).toBeCloseTo(1.5, 12);
  });

  it("covers the true mean of 30 rounds about as often as it says", () => {
    const random = seeded(17);
    const tries = 400;
    let covered = 0;
    for (let seed = 0; seed < tries; seed++) {
      const sample = series(30, () => normal(random));
      const { low, high } = bootstrapInterval(sample, average, {
        seed,
        resamples: 400,
      });
      if (low <= 0 && 0 <= high) covered++;
    }
    // Known to cover a little less: the percentiles take no notice of the variance's own error.
    expect(covered / tries).toBeGreaterThan(0.935 - slack(0.935, tries));
    expect(covered / tries).toBeLessThan(0.935 + slack(0.935, tries));
  });
});

describe("change points", () => {
  const steps = (random: Random) =>
    series(60, (i) => 100 + normal(random) + (i >= 20 ? 5 : 0) - (i >= 45 ? 10 : 0));

  it("are found where the series steps, with how much and how surely", () => {
    const found = changePoints(steps(seeded(4)), { seed: 1 });
    expect(found.map(({ index }) => index)).toEqual([20, 45]);
    expect(found[0]?.change).toBeCloseTo(0.05, 1);
    expect(found[1]?.change).toBeCloseTo(-10 / 105, 1);
    for (const { p } of found) expect(p).toBeCloseTo(1 / 500, 6);
  });

  it("are found beside outliers, which are no changes themselves", () => {
    const random = seeded(6);
    const calm = series(60, (i) => 100 + normal(random) + (i % 23 === 11 ? 300 : 0));
    expect(changePoints(calm, { seed: 1 })).toEqual([]);
    const stepped = calm.map((one, i) => one + (i >= 30 ? 4 : 0));
    expect(changePoints(stepped, { seed: 1 }).map(({ index }) => index)).toEqual([30]);
  });

  it("are the same for the same seed, in any unit, and above any offset", () => {
    fc.assert(
      fc.property(fc.nat(), factor, (seed, by) => {
        const options = { seed, permutations: 99 };
        const one = steps(seeded(seed)).map(Math.round);
        const found = changePoints(one, options);
        expect(changePoints(one, options)).toEqual(found);
        const scaled = one.map((each) => each * by);
        expect(changePoints(scaled, options)).toEqual(found);
        const moved = changePoints(
          one.map((each) => each + 64),
          options,
        );
        expect(moved.map(({ index, p }) => [index, p])).toEqual(
          found.map(({ index, p }) => [index, p]),
        );
        const ends = [0, ...found.map(({ index }) => index), one.length];
        ends.slice(1).forEach((end, i) => {
          expect(end - (ends[i] as number)).toBeGreaterThanOrEqual(5);
        });
      }),
      { numRuns: 10 },
    );
  });

  it("are seen in noise as rarely as the significance says", () => {
    const random = seeded(12);
    const tries = 600;
    let seen = 0;
    for (let seed = 0; seed < tries; seed++) {
      const noise = series(30, () => Math.exp(normal(random)));
      const options = { seed, permutations: 99, significance: 0.05 };
      if (changePoints(noise, options).length > 0) seen++;
    }
    expect(Math.abs(seen / tries - 0.05)).toBeLessThan(slack(0.05, tries));
  });

  it("are none where nothing varies, or there are too few values to tell", () => {
    expect(
      changePoints(
        series(50, () => 3),
        { seed: 1 },
      ),
    ).toEqual([]);
    expect(changePoints([1, 1, 1, 1, 9, 9, 9, 9, 9], { seed: 1 })).toEqual([]);
  });

  it("have no finite size where they start from 0", () => {
    const found = changePoints(
      series(40, (i) => (i < 20 ? 0 : 7)),
      { seed: 1 },
    );
    expect(found).toMatchObject([{ index: 20, change: Infinity }]);
  });
});

describe("steady state", () => {
  const random = seeded(30);
  const noisy = (n: number, level: (share: number) => number) =>
    series(n, (i) => 1000 * level(i / n) * (1 + 0.02 * normal(random)));

  it.each([60, 300, 5000])("of %d samples is reached after a warm-up", (n) => {
    const warming = noisy(n, (share) => 1 + 2 * Math.exp(-share * 40));
    const { from, steady } = steadyState(warming);
    expect(steady).toBe(true);
    // By then the level is less than 10% too high, and at half less than a millionth.
    expect(from).toBeGreaterThanOrEqual(n * 0.07);
    expect(from).toBeLessThanOrEqual(n / 2);
  });

  it.each([60, 300, 5000])(
    "of %d samples is not reached if the level changes late, or drifts",
    (n) => {
      const stepped = steadyState(noisy(n, (share) => (share < 0.6 ? 1.2 : 1)));
      expect(stepped.steady).toBe(false);
      expect(Math.abs(stepped.from - 0.6 * n)).toBeLessThanOrEqual(0.02 * n + 5);
      expect(steadyState(noisy(n, (share) => 1 + 0.5 * share)).steady).toBe(false);
    },
  );

  it("is there from the start, or soon after, where nothing changes or only by nothing that matters", () => {
    for (const level of [() => 1, (share: number) => 1 + 0.005 * share]) {
      const { from, steady } = steadyState(noisy(1000, level));
      expect(steady).toBe(true);
      expect(from).toBeLessThanOrEqual(500);
    }
    expect(steadyState(series(100, () => 7))).toEqual({ from: 0, steady: true });
  });

  it("is not put off by a single hiccup", () => {
    const samples = noisy(1000, () => 1);
    const { from } = steadyState(samples);
    samples[400] = 1e9;
    expect(steadyState(samples)).toEqual({ from, steady: true });
  });

  it("is the same in any unit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 50 }), factor, (x, by) => {
        const found = steadyState(x);
        expect(steadyState(x.map((one) => one * by))).toEqual(found);
        expect(found.from).toBeGreaterThanOrEqual(0);
        expect(found.from).toBeLessThan(x.length);
        expect(found.steady).toBe(found.from <= x.length / 2);
      }),
      { numRuns: 30 },
    );
  });

  it("is not claimed of too few samples, and is of a million", () => {
    expect(steadyState(series(49, () => 1))).toEqual({ from: 0, steady: false });
    const million = series(1_000_000, (i) => (i < 100_000 ? 20 : 10) + (i % 7));
    expect(steadyState(million)).toEqual({ from: 100_000, steady: true });
  });
});

describe("samples that say nothing", () => {
  const good = [1, 2, 3, 4, 5];
  const on: Record<string, (sample: number[]) => unknown> = {
    quantile: (sample) => quantile(sample, 0.5),
    rankSumP: (sample) => rankSumP(good, sample),
    "rankSumP: x": (sample) => rankSumP(sample, good),
    shift: (sample) => shift(sample, good, 0.9),
    "shift: y": (sample) => shift(good, sample, 0.9),
    welchP: (sample) => welchP(sample, good),
    meanRatio: (sample) => meanRatio(good, sample),
    bootstrapInterval: (sample) => bootstrapInterval(sample, medianOf, { seed: 1 }),
    changePoints: (sample) => changePoints(sample, { seed: 1 }),
    steadyState: (sample) => steadyState(sample),
  };

  it.each(Object.entries(on))("are a RangeError that names the function: %s", (name, call) => {
    for (const bad of [[], [1, 2, Number.NaN, 4], [1, Infinity, 3]]) {
      expect(() => call(bad)).toThrow(RangeError);
      expect(() => call(bad)).toThrow(name);
    }
    expect(() => call([1, 2, Number.NaN])).toThrow(/2 is NaN/);
  });

  it.each(Object.entries(on))("and samples are never changed: %s", (_, call) => {
    const sample = Object.freeze([3, 1, 2, 9, 4]) as number[];
    expect(() => call(sample)).not.toThrow();
  });

  it("are the arguments beside them as well", () => {
    const wrong: (() => unknown)[] = [
      () => quantile(good, 1.1),
      () => quantile(good, Number.NaN),
      () => normalCdf(Number.NaN),
      () => normalQuantile(-0.1),
      () => studentCdf(Number.NaN, 3),
      () => studentCdf(1, 0.5),
      () => studentQuantile(2, 3),
      () => studentQuantile(0.5, Infinity),
      () => incompleteBeta(0, 1, 0.5),
      () => incompleteBeta(1, 1, 1.5),
      () => clopperPearson(3, 2, 0.95),
      () => clopperPearson(1.5, 2, 0.95),
      () => clopperPearson(0, 0, 0.95),
      () => binomialUpperBound(1, 2, 1),
      () => shift(good, good, 0),
      () => welchP([1], good),
      () => welchP([1, 1], [2, 2]),
      () => meanRatio(good, [-1, 1]),
      () => bootstrapInterval([1, 2], medianOf, { seed: 1 }),
      () => bootstrapInterval(good, () => Number.NaN, { seed: 1 }),
      () => bootstrapInterval(good, medianOf, { seed: 1, confidence: 1 }),
      () => bootstrapInterval(good, medianOf, { seed: 1, resamples: 39 }),
      () => changePoints(good, { seed: 1, minSegment: 1 }),
      () => changePoints(good, { seed: 1, significance: 0 }),
      () => changePoints(good, { seed: 1, permutations: 98 }),
    ];
    for (const call of wrong) expect(call, String(call)).toThrow(RangeError);
  });
});
