/** What a number of rounds can show: the formula against itself, and against the test that is used. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Random, seeded } from "../../bench/random.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import {
  type Design,
  fewestRounds,
  roundsNeeded,
  smallestEffect,
} from "../../bench/stats/power.ts";
import { SignedRank } from "../../bench/stats/signed-rank.ts";

const design = fc.record({
  sigma: fc.double({ min: 1e-4, max: 1, noNaN: true }),
  alpha: fc.double({ min: 1e-6, max: 0.1, noNaN: true }),
  power: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
});

describe("rounds and effects", () => {
  it("undo each other", () => {
    fc.assert(
      fc.property(design, fc.double({ min: 1e-3, max: 1, noNaN: true }), (of, distance) => {
        const rounds = roundsNeeded(distance, of);
        expect(smallestEffect(rounds, of)).toBeLessThanOrEqual(distance * (1 + 1e-9));
        const fewer = rounds - 1;
        if (fewer < fewestRounds(of.alpha)) return;
        expect(smallestEffect(fewer, of)).toBeGreaterThanOrEqual(distance * (1 - 1e-9));
      }),
    );
  });

  it("ask for more where there is more scatter, less effect, or less room for error", () => {
    const of: Design = { sigma: 0.1, alpha: 0.01, power: 0.8 };
    const rounds = roundsNeeded(0.03, of);
    expect(roundsNeeded(-0.03, of)).toBe(rounds);
    expect(roundsNeeded(0.03, { ...of, sigma: 0.2 })).toBeGreaterThan(3.9 * rounds);
    expect(roundsNeeded(0.02, of)).toBeGreaterThan(rounds);
    expect(roundsNeeded(0.03, { ...of, alpha: 0.001 })).toBeGreaterThan(rounds);
    expect(roundsNeeded(0.03, { ...of, power: 0.9 })).toBeGreaterThan(rounds);
  });

  it("know below how many rounds no data reaches an error at all", () => {
    for (const alpha of [0.5, 0.05, 0.01, 1 / 1024, 1e-5]) {
      const fewest = fewestRounds(alpha);
      const best = (n: number) => new SignedRank(Array.from({ length: n }, () => 1)).pAbove(0);
      expect(best(fewest)).toBeLessThanOrEqual(alpha);
      if (fewest > 1) expect(best(fewest - 1)).toBeGreaterThan(alpha);
      expect(roundsNeeded(1e6, { sigma: 1, alpha, power: 0.8 })).toBe(fewest);
      expect(smallestEffect(fewest - 1, { sigma: 1, alpha, power: 0.8 })).toBe(Infinity);
    }
  });
});

describe("the power that is told", () => {
  const TRIES = 1500;
  const uniform = (random: Random) => (random.below(1e9) + 0.5) / 1e9;
  const normal = (random: Random) => normalQuantile(uniform(random));
  /** With heavier tails, and the same standard deviation. */
  const laplace = (random: Random) => {
    const u = uniform(random) - 0.5;
    return (-Math.sign(u) * Math.log(1 - 2 * Math.abs(u))) / Math.SQRT2;
  };

  function seen(distance: number, of: Design, draw: (random: Random) => number): number {
    const random = seeded(7);
    const n = roundsNeeded(distance, of);
    let count = 0;
    for (let i = 0; i < TRIES; i++) {
      const sample = Array.from({ length: n }, () => distance + of.sigma * draw(random));
      if (new SignedRank(sample).pAbove(0) <= of.alpha) count++;
    }
    return count / TRIES;
  }

  it.each([
    [0.4, { sigma: 1, alpha: 0.05, power: 0.8 }],
    [0.5, { sigma: 1, alpha: 0.01, power: 0.8 }],
    [0.05, { sigma: 0.1, alpha: 0.01, power: 0.9 }],
  ] as const)("is the test's, of an effect of %d with %o", (distance, of) => {
    expect(Math.abs(seen(distance, of, normal) - of.power)).toBeLessThan(0.05);
  });

  it("is no less with heavier tails", () => {
    const of: Design = { sigma: 1, alpha: 0.01, power: 0.8 };
    expect(seen(0.4, of, laplace)).toBeGreaterThan(of.power);
  });
});
