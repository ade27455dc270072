/** How many cells differ from native: by chance alone, and surely. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { analyze } from "../../bench/stats/analyze.ts";
import { differing, slowdownsOf, typicalSlowdowns } from "../../bench/stats/by-chance.ts";
import { type MadeMetric, madeRun } from "../made-runs.ts";

/** `cells` of `rounds` slowdowns whose median is 1, on the scale of logarithms symmetric about it. */
function nothing(cells: number, rounds: number, seed: number) {
  const random = xoroshiro128plus(seed);
  return Array.from({ length: cells }, () => ({
    values: Array.from({ length: rounds }, () => Math.exp((random.next() / 2 ** 31) * 0.1)),
  }));
}

describe("cells that differ by chance", () => {
  it.each([5, 6, 20])("are as many as expected, of %i rounds where nothing differs", (rounds) => {
    const found = differing(nothing(4000, rounds, 7));
    expect(found.cells).toBe(4000);
    expect(Math.abs(found.differ - found.byChance)).toBeLessThan(4 * Math.sqrt(found.byChance));
    expect(found.holdUp).toBeLessThanOrEqual(1);
  });

  it("are 6.25% of those with five rounds: 5 of 78", () => {
    const found = differing(nothing(78, 5, 1));
    expect(found.byChance).toBeCloseTo(78 / 16, 9);
    expect(found.holdUp).toBe(0);
  });

  it("are told from those that surely differ", () => {
    const slower = Array.from({ length: 30 }, () => ({ values: Array(20).fill(1.2) }));
    const found = differing([...nothing(100, 20, 3), ...slower]);
    expect(found.differ).toBeGreaterThanOrEqual(30);
    expect(found.holdUp).toBeGreaterThanOrEqual(30);
    expect(found.holdUp).toBeLessThanOrEqual(34);
  });

  it("are none where rounds are too few for an interval, and where all are the same", () => {
    expect(differing([{ values: [1.5, 1.6] }])).toMatchObject({ cells: 0, differ: 0, byChance: 0 });
    expect(differing([{ values: Array(20).fill(1) }])).toMatchObject({ cells: 1, differ: 0 });
    expect(differing([])).toEqual({ cells: 0, differ: 0, byChance: 0, holdUp: 0 });
  });
});

describe("the cells that count", () => {
  const metric = (id: string, slower: number): MadeMetric => ({
    ...{ workload: "cpu.sysbench", metric: id, unit: "ops/s", better: "higher" },
    value: (target, round) => (target === "native" ? 1000 : 1000 * slower) + round,
  });

  it("are slowdowns against native, without starts, costs and native itself", () => {
    const start: MadeMetric = { workload: "start.exec", metric: "ready", value: () => 1e6 };
    const { run, records } = madeRun(6, ["native", "crun", "runc"], [metric("primes", 0.5), start]);
    const found = slowdownsOf(analyze(run, records).rows);
    expect(found.map(({ target, family }) => [target, family])).toEqual([
      ["crun", "cpu"],
      ["runc", "cpu"],
    ]);
    // Half as many a second is twice as slow.
    expect(typicalSlowdowns(found).get("crun")).toBeCloseTo(2, 1);
  });
});
