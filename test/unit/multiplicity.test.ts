/** Adjusted p-values: against scipy's and statsmodels' figures, and what must hold for any. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded, shuffled } from "../../bench/random.ts";
import { benjaminiHochberg, holm, holmLevels } from "../../bench/stats/multiplicity.ts";
import { ROOT } from "../support.ts";

const figures: readonly {
  readonly p: readonly number[];
  readonly holm: readonly number[];
  readonly benjaminiHochberg: readonly number[];
}[] = JSON.parse(readFileSync(join(ROOT, "test/reference/scipy.json"), "utf8")).multiplicity;

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

function expectAll(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((p, index) => {
    expect(Math.abs(p - (expected[index] as number))).toBeLessThanOrEqual(1e-12);
  });
}

describe("adjusted p-values", () => {
  it("are those of the reference", () => {
    expect(figures.length).toBeGreaterThan(3);
    for (const { p, ...expected } of figures) {
      expectAll(holm(p), expected.holm);
      expectAll(benjaminiHochberg(p), expected.benjaminiHochberg);
    }
  });

  it("are no smaller than they were, at most 1, and Holm's are the more cautious", () => {
    fc.assert(
      fc.property(pValues, (ps) => {
        const [family, discoveries] = [holm(ps), benjaminiHochberg(ps)];
        ps.forEach((p, index) => {
          expect(discoveries[index]).toBeGreaterThanOrEqual(p);
          expect(family[index]).toBeGreaterThanOrEqual((discoveries[index] as number) - 1e-12);
          expect(family[index]).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it("keep the order of the p-values, and do not depend on the order in which they are given", () => {
    fc.assert(
      fc.property(pValues, fc.nat(), (ps, seed) => {
        for (const adjust of [holm, benjaminiHochberg]) {
          const pairs = ps.map((p, index) => [p, adjust(ps)[index]] as const);
          const up = [...pairs].sort(([a], [b]) => a - b).map(([, adjusted]) => adjusted);
          expect(up).toEqual([...up].sort((a = 0, b = 0) => a - b));
          const order = shuffled([...ps.keys()], seeded(seed));
          const given = adjust(order.map((index) => ps[index] as number));
          expect(given).toEqual(order.map((index) => adjust(ps)[index]));
        }
      }),
    );
  });

  it("of one comparison are its own", () => {
    expect([holm([0.3]), benjaminiHochberg([0.3])]).toEqual([[0.3], [0.3]]);
    expect(holm([])).toEqual([]);
  });

  it("are refused of what is no p-value", () => {
    for (const p of [-0.1, 1.1, Number.NaN]) {
      expect(() => holm([0.5, p])).toThrow(RangeError);
      expect(() => benjaminiHochberg([p])).toThrow(RangeError);
    }
  });
});

describe("the levels of Holm's method", () => {
  it("are those that it rejects by, and what it does not reject is above its own", () => {
    const chances = fc.array(fc.double({ min: 0, max: 0.02, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(chances, (ps) => {
        const alpha = 0.01;
        const levels = holmLevels(ps, alpha);
        // Products and quotients are rounded differently.
        fc.pre(holm(ps).every((p) => Math.abs(p - alpha) > 1e-12));
        expect(ps.map((p, index) => p <= (levels[index] as number))).toEqual(
          holm(ps).map((p) => p <= alpha),
        );
        for (const level of levels) {
          expect(level).toBeGreaterThanOrEqual(alpha / ps.length);
          expect(level).toBeLessThanOrEqual(alpha);
        }
      }),
    );
  });
});
