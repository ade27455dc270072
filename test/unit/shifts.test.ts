/** Marks where a series changed for good: what is there is found, and nothing else. */
import { describe, expect, it } from "vitest";
import { type Random, seeded } from "../../bench/random.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import { exactShifts, shiftsIn } from "../../bench/stats/shifts.ts";

const ERROR = 0.01;

function normal(random: Random): number {
  return normalQuantile((0.5 + random.below(1_000_000)) / 1_000_000);
}

function series(random: Random, runs: number, by: number, level: (at: number) => number): number[] {
  return Array.from({ length: runs }, (_, at) => level(at) + by * normal(random));
}

describe("marks of changes in a series", () => {
  it("are wrong no more often than was allowed, where nothing changed", () => {
    const random = seeded(11);
    for (const runs of [10, 20, 60, 150]) {
      let wrong = 0;
      const tries = 400;
      for (let i = 0; i < tries; i++) {
        if (
          shiftsIn(
            series(random, runs, 0.04, () => 1),
            { error: 0.05 },
          ).shifts.length > 0
        )
          wrong++;
      }
      // Of 400 at 5%, more than 33 would come once in a thousand times.
      expect(wrong, `${runs} runs`).toBeLessThanOrEqual(33);
    }
  });

  it("find a step, where it is and how large it is", () => {
    const random = seeded(12);
    let found = 0;
    for (let i = 0; i < 100; i++) {
      const values = series(random, 60, 0.04, (at) => (at < 30 ? 1 : 1.1));
      const { shifts } = shiftsIn(values, { error: ERROR / 100 });
      const [only] = shifts;
      if (shifts.length !== 1 || only?.kind !== "step") continue;
      found++;
      expect(Math.abs(only.to - 30)).toBeLessThanOrEqual(5);
      expect(only.from).toBe(only.to - 1);
      expect(only.after / only.before).toBeCloseTo(1.1, 1);
    }
    expect(found).toBeGreaterThanOrEqual(95);
  });

  it("find a creep as one creep", () => {
    const random = seeded(13);
    let found = 0;
    for (let i = 0; i < 100; i++) {
      const level = (at: number) => 1 + 0.01 * Math.min(30, Math.max(0, at - 15));
      const { shifts } = shiftsIn(series(random, 60, 0.04, level), { error: ERROR / 100 });
      if (shifts.length === 1 && shifts[0]?.kind === "creep") found++;
    }
    expect(found).toBeGreaterThanOrEqual(90);
  });

  it("find a step five runs after it, if it is clean, and one run alone never", () => {
    const random = seeded(14);
    const quiet = series(random, 40, 0.01, () => 1);
    const later = (runs: number) => [...quiet, ...series(random, runs, 0.01, () => 1.2)];
    expect(shiftsIn(later(1), { error: ERROR }).shifts).toEqual([]);
    expect(shiftsIn(later(4), { error: ERROR }).shifts).toEqual([]);
    expect(shiftsIn(later(5), { error: ERROR }).shifts).toMatchObject([{ kind: "step", to: 40 }]);
    const spike = [...quiet.slice(0, 20), 3, ...quiet.slice(20)];
    expect(shiftsIn(spike, { error: ERROR }).shifts).toEqual([]);
  });

  it("find both of two steps, and the bands follow the levels", () => {
    const values = series(seeded(15), 60, 0.01, (at) => (at < 20 ? 1 : at < 40 ? 1.2 : 1));
    const { shifts, levels } = shiftsIn(values, { error: ERROR });
    expect(shifts.map(({ kind, to }) => [kind, to])).toEqual([
      ["step", 20],
      ["step", 40],
    ]);
    const outside = values.filter((value, at) => {
      const { low = value, high = value } = levels[at] ?? {};
      return value < low || value > high;
    });
    expect(levels[30]?.usual).toBeCloseTo(1.2, 1);
    expect(outside.length).toBeLessThan(10);
  });

  it("still find ten runs that were worse, after as many good ones as before", () => {
    const random = seeded(19);
    for (let i = 0; i < 20; i++) {
      const values = series(random, 60, 0.03, (at) => (at >= 25 && at < 35 ? 1.2 : 1));
      const { shifts } = shiftsIn(values, { error: ERROR / 100 });
      expect(shifts.map(({ kind }) => kind)).toEqual(["step", "step"]);
    }
  });

  it("leave out what is smaller than counts", () => {
    const values = series(seeded(16), 60, 0.001, (at) => (at < 30 ? 1 : 1.02));
    expect(shiftsIn(values, { error: ERROR }).shifts).toHaveLength(1);
    expect(shiftsIn(values, { error: ERROR, least: 0.05 }).shifts).toEqual([]);
    const tiny = series(seeded(17), 60, 0.0001, (at) => (at < 30 ? 1 : 1.002));
    expect(shiftsIn(tiny, { error: ERROR }).shifts).toEqual([]);
  });

  it("have an interpolated level along a creep", () => {
    const values = series(
      seeded(18),
      40,
      0.001,
      (at) => 1 + 0.02 * Math.min(20, Math.max(0, at - 10)),
    );
    const { shifts, levels } = shiftsIn(values, { error: ERROR });
    expect(shifts).toMatchObject([{ kind: "creep" }]);
    expect(levels[20]?.usual).toBeCloseTo(1.2, 1);
  });

  it("of exact values are each difference", () => {
    expect(exactShifts([7, 7, 7, 9]).shifts).toMatchObject([
      { from: 2, to: 3, before: 7, after: 9 },
    ]);
    expect(exactShifts([7, 7]).shifts).toEqual([]);
  });

  it("refuse what is no series", () => {
    expect(() => shiftsIn([], { error: ERROR })).toThrow(RangeError);
    expect(() => shiftsIn([1, Number.NaN], { error: ERROR })).toThrow(RangeError);
    expect(() => shiftsIn([1], { error: 0 })).toThrow(RangeError);
    expect(shiftsIn([1], { error: ERROR }).shifts).toEqual([]);
  });
});
