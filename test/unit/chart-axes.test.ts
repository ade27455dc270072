/** Axes of charts: what is drawn stands where its figure says. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearAxis, logarithmicAxis, nearAxis } from "../../reports/html/charts/axis.ts";

const values = fc.array(fc.double({ min: 1e-3, max: 1e12, noNaN: true }), {
  minLength: 1,
  maxLength: 12,
});

describe.each([
  ["a linear axis", linearAxis],
  ["a linear axis for places", nearAxis],
  ["a logarithmic axis", logarithmicAxis],
] as const)("%s", (_name, axisOf) => {
  it("has all values on it, in their order, and some ticks, which are on it too", () => {
    fc.assert(
      fc.property(values, (given) => {
        const axis = axisOf(given);
        const places = [...given].sort((a, b) => a - b).map((value) => axis.at(value));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const place of places) {
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(1);
        }
        expect(axis.ticks.length).toBeLessThan(14);
        for (const tick of axis.ticks) {
          expect(tick).toBeGreaterThanOrEqual(axis.low - 1e-9 * Math.abs(axis.low));
          expect(tick).toBeLessThanOrEqual(axis.high * (1 + 1e-9));
        }
      }),
    );
  });
});

describe("a linear axis", () => {
  it("begins at 0, so that lengths can be compared", () => {
    const axis = linearAxis([5, 10]);
    expect(axis.at(0)).toBe(0);
    expect(axis.at(10)).toBeCloseTo(2 * axis.at(5), 9);
    expect(axis.ticks).toContain(0);
  });
});

describe("a logarithmic axis", () => {
  it("gives equal factors equal lengths", () => {
    const axis = logarithmicAxis([1, 1000]);
    expect(axis.at(100) - axis.at(10)).toBeCloseTo(axis.at(1000) - axis.at(100), 9);
    expect(axis.ticks).toEqual([1, 10, 100, 1000]);
  });
});

describe("a linear axis for places", () => {
  it("begins near the lowest value, so that values that lie close together can be told apart", () => {
    const axis = nearAxis([1000, 1010]);
    expect(axis.at(1010) - axis.at(1000)).toBeGreaterThan(0.8);
    expect(nearAxis([5, 5]).at(5)).toBeCloseTo(0.5, 9);
  });
});
