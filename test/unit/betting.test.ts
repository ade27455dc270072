/** Bets on rounds: what they promise, and that prefixes, bounds and dependence fit together. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../../bench/random.ts";
import { chanceOf, fewestBets, staked } from "../../bench/stats/betting.ts";
import { dependenceOf } from "../../bench/stats/dependence.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import { scattersOf } from "../../bench/stats/scatter.ts";
import { fewestShares, type Happened, sharesOf } from "../../bench/stats/shares.ts";
import { SlowestStarts, slowAllowed } from "../../bench/stats/slow-rounds.ts";
import { fewestTurns, Turns } from "../../bench/stats/turns.ts";

const ERROR = 0.01;

function normals(seed: number) {
  const random = seeded(seed);
  return () => normalQuantile((random.below(2 ** 30) + 0.5) / 2 ** 30);
}

/** Rounds that each remember a part of the one before. */
function remembering(rounds: number, memory: number, seed: number): number[] {
  const normal = normals(seed);
  let last = normal();
  return Array.from({ length: rounds }, () => {
    last = memory * last + Math.sqrt(1 - memory ** 2) * normal();
    return last;
  });
}

describe("a stake", () => {
  it("multiplies by what is bet on each round, and its inverse is a chance", () => {
    // By hand: (1.5 * 0.75 + 1.1 * 0.95) / 2 of two sizes, on a win of 1 and a loss of half.
    expect(chanceOf(staked([1, -0.5], [0.5, 0.1]))).toBeCloseTo(
      1 / ((1.5 * 0.75 + 1.1 * 0.95) / 2),
      12,
    );
    expect(chanceOf(staked([-1, -1], [0.5]))).toBe(1);
    // As if every second round were left out.
    expect(chanceOf(staked([1, 1], [0.5]), 2)).toBeCloseTo(1 / 1.5, 12);
  });

  it("cannot be sure before so many rounds", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (chance) => {
        const sizes = [0.1, 0.9];
        const fewest = fewestBets(chance, sizes);
        const won = (rounds: number) => chanceOf(staked(Array(rounds).fill(1), sizes));
        expect(won(fewest)).toBeLessThanOrEqual(chance);
        expect(won(fewest - 1)).toBeGreaterThan(chance);
      }),
    );
    expect([0.05, 0.005, 0.0001].map(fewestTurns)).toEqual([7, 10, 16]);
    expect([0.05, 0.0005].map(fewestShares)).toEqual([7, 14]);
  });
});

describe("rounds in turns, looked at after each of them", () => {
  const rounds = fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: -0.5, max: 0.5, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(Infinity, -Infinity) },
    ),
    { minLength: 1, maxLength: 60 },
  );

  it("say of the first rounds what they said when there were no more", () => {
    fc.assert(
      fc.property(rounds, fc.double({ min: -0.3, max: 0.3, noNaN: true }), (logs, bound) => {
        const all = new Turns(logs);
        for (let n = 1; n <= logs.length; n++) {
          const [then, now] = [new Turns(logs.slice(0, n)).first(n), all.first(n)];
          expect(now?.pAbove(bound)).toBe(then?.pAbove(bound));
          expect(now?.pBelow(bound)).toBe(then?.pBelow(bound));
          expect(now?.estimate).toBe(then?.estimate);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("mirror each other: above for head is below for base", () => {
    fc.assert(
      fc.property(rounds, fc.double({ min: -0.3, max: 0.3, noNaN: true }), (logs, bound) => {
        const [one, other] = [logs, logs.map((log) => -log)].map((all) =>
          new Turns(all).first(all.length),
        );
        expect(other?.pBelow(-bound)).toBe(one?.pAbove(bound));
        if (one !== undefined) expect(other?.estimate).toBeCloseTo(-one.estimate, 12);
      }),
      { numRuns: 100 },
    );
  });

  it("have bounds where the chance crosses the error", () => {
    fc.assert(
      fc.property(rounds, fc.constantFrom(0.05, 0.005), (logs, error) => {
        const evidence = new Turns(logs).first(logs.length);
        const [lower, upper] = [evidence?.lower(error), evidence?.upper(error)];
        if (evidence === undefined) return;
        if (lower === undefined) expect(evidence.pAbove(-100)).toBeGreaterThan(error);
        else {
          expect(evidence.pAbove(lower - 1e-6)).toBeLessThanOrEqual(error);
          expect(evidence.pAbove(lower + 1e-6)).toBeGreaterThan(error);
        }
        if (upper === undefined) expect(evidence.pBelow(100)).toBeGreaterThan(error);
        else {
          expect(evidence.pBelow(upper + 1e-6)).toBeLessThanOrEqual(error);
          expect(evidence.pBelow(upper - 1e-6)).toBeGreaterThan(error);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("call a centre on the bound beyond it no more often than promised, at any look", () => {
    const wrong = Array.from({ length: 600 }, (_, seed) => {
      const normal = normals(seed);
      const turns = new Turns(Array.from({ length: 150 }, () => 0.05 + 0.1 * normal()));
      return Array.from({ length: 150 }, (_, n) => turns.first(n + 1)).some(
        (evidence) => (evidence?.pAbove(0.05) ?? 1) <= ERROR,
      );
    }).filter(Boolean).length;
    // 14 of 600 or more have a chance below 0.2% where each has 1%.
    expect(wrong).toBeLessThan(14);
  });

  it("count a failed round as the worst of its side", () => {
    const logs = Array.from({ length: 30 }, (_, n) => 0.02 * Math.sin(n));
    const failing = logs.map((log, n) => (n % 6 === 5 ? Number.POSITIVE_INFINITY : log));
    const [sound, bad] = [logs, failing].map((all) => new Turns(all).first(30));
    expect(bad?.pBelow(0.05)).toBeGreaterThan(sound?.pBelow(0.05) as number);
    // The size of the change is told of the rounds that have one.
    expect(Math.abs(bad?.estimate as number)).toBeLessThan(0.01);
  });

  it("are worth less where they depend on each other", () => {
    const alike = remembering(200, 0.6, 3).map((one) => 0.05 * one);
    const { dependence, interval } = new Turns(alike).first(200) ?? {};
    expect(dependence?.lag1).toBeGreaterThan(0.4);
    expect(dependence?.inflation).toBeGreaterThan(2);
    // The same values in an order that forgets.
    const sorted = [...alike].sort((a, b) => a - b);
    const mixed = sorted.map((_, n) => sorted[(n * 77) % 200] as number);
    const independent = new Turns(mixed).first(200);
    expect(independent?.dependence.inflation).toBeLessThan(1.2);
    const [wide, narrow] = [interval?.(0.95), independent?.interval(0.95)];
    expect((wide?.high ?? 0) - (wide?.low ?? 0)).toBeGreaterThan(
      1.4 * ((narrow?.high ?? 1) - (narrow?.low ?? 0)),
    );
  });
});

describe("how far rounds depend on each other", () => {
  it("is little where they do not", () => {
    const inflations = Array.from(
      { length: 200 },
      (_, seed) => dependenceOf(remembering(60, 0, 500 + seed).map(Math.tanh)).inflation,
    );
    expect(inflations.reduce((sum, one) => sum + one, 0) / 200).toBeLessThan(1.12);
  });

  it("is nothing of rounds that are all the same, or hardly any", () => {
    expect(dependenceOf(Array(40).fill(0.3))).toMatchObject({ lag1: 0, inflation: 1 });
    expect(dependenceOf([1, -1])).toMatchObject({ lag1: 0, inflation: 1 });
  });

  it("has a cause that their order shows", () => {
    const normal = normals(9);
    const of = (level: (n: number) => number) =>
      Array.from({ length: 120 }, (_, n) => level(n) + 0.01 * normal());
    expect(dependenceOf(of((n) => 0.002 * n)).cause).toBe("drift");
    expect(dependenceOf(of((n) => 0.1 * (Math.floor(n / 10) % 2))).cause).toBe("modes");
    expect(dependenceOf(remembering(120, 0.5, 4)).cause).toBe("memory");
  });
});

describe("the scatter of rounds", () => {
  it("is a guess at first, then that of the rounds before, whatever one of them does", () => {
    const normal = normals(2);
    const values = Array.from({ length: 200 }, () => 0.02 * normal());
    const found = scattersOf(values);
    expect(found).toHaveLength(201);
    expect(found.slice(0, 3)).toEqual([0.05, 0.05, 0.05]);
    expect(found[200]).toBeCloseTo(0.02, 2);
    const wild = scattersOf(values.map((value, n) => (n % 10 === 3 ? 1e9 : value)));
    expect(wild[200]).toBeLessThan(0.03);
    expect(scattersOf(Array(50).fill(1)).every((one) => one > 0)).toBe(true);
    expect(scattersOf([Infinity, -Infinity, 1])[3]).toBe(0.05);
  });
});

describe("shares of rounds", () => {
  const rounds = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 80 });

  it("mirror each other, and have bounds where the chance crosses the error", () => {
    fc.assert(
      fc.property(rounds, fc.constantFrom(0.05, 0.001), (all, error) => {
        const [one, other] = [sharesOf(all), sharesOf(all.map(([b, h]): Happened => [h, b]))];
        expect([other.head, other.base]).toEqual([one.base, one.head]);
        const [lower, upper] = [one.lower(error), one.upper(error)];
        expect(lower).toBeLessThanOrEqual(upper);
        if (lower > -1) {
          expect(one.pAbove(lower)).toBeLessThanOrEqual(error);
          expect(one.pAbove(Math.min(0.999, lower + 1e-6))).toBeGreaterThan(error);
        }
        if (upper < 1) {
          expect(one.pBelow(upper)).toBeLessThanOrEqual(error);
          expect(one.pBelow(Math.max(-0.999, upper - 1e-6))).toBeGreaterThan(error);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("of none at all tell nothing, and of one that always happens very soon", () => {
    expect(sharesOf([])).toMatchObject({ n: 0, base: 0, head: 0 });
    expect(sharesOf([]).pAbove(0)).toBe(1);
    const always = (n: number) =>
      sharesOf(Array.from({ length: n }, (): Happened => [false, true]));
    expect(always(fewestShares(0.001)).pAbove(0)).toBeLessThanOrEqual(0.001);
    expect(always(fewestShares(0.001) - 1).pAbove(0)).toBeGreaterThan(0.001);
  });
});

describe("slow rounds", () => {
  const normal = normals(12);
  const start = () => 15e6 * Math.exp(0.02 * normal());
  const sides = (head: (n: number) => number) =>
    Array.from({ length: 60 }, (_, n) => ({ base: start(), head: head(n) }));

  it("are those beyond base's usual ones and the margin; head may be slower by the margin", () => {
    const rounds = sides((n) => (n % 3 === 0 ? 10 : 1.04) * start());
    const slow = new SlowestStarts(rounds).first(60, 0.05);
    // Later rounds change nothing.
    expect(new SlowestStarts(rounds.slice(0, 30)).first(30, 0.05)?.base).toBe(
      new SlowestStarts(rounds).first(30, 0.05)?.base,
    );
    expect(slow?.shares.n).toBe(55);
    expect(slow?.shares.base).toBe(0);
    expect(slow?.shares.head).toBe(18);
    expect(slow?.head).toBeCloseTo(1.05 * (slow?.base as number), 0);
    expect(slow?.shares.pAbove(slowAllowed(0.05))).toBeLessThan(0.05);
  });

  it("are failed ones, too, and none before base's are known", () => {
    const failing = sides((n) => (n % 4 === 0 ? Number.POSITIVE_INFINITY : start()));
    expect(new SlowestStarts(failing).first(60, 0.05)?.shares.head).toBe(13);
    expect(new SlowestStarts(failing).first(5, 0.05)).toBeUndefined();
  });

  it("may be more by three times the margin, and never by more than three in ten", () => {
    expect([0.02, 0.05, 0.1, 1].map(slowAllowed)).toEqual([0.06, expect.closeTo(0.15), 0.3, 0.3]);
  });
});
