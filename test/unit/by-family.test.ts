/** How many cells differ from native, by kind of work: by chance alone, and surely. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { analyze } from "../../bench/stats/analyze.ts";
import { differing, slowdownsOf, typicalSlowdowns } from "../../bench/stats/by-family.ts";
import type { Comparison } from "../../bench/stats/differences.ts";
import { summarize } from "../../bench/stats/summary.ts";
import { type MadeMetric, madeRun } from "../made-runs.ts";

function cell(key: string, slowdowns: readonly number[]): Comparison {
  return { key, slowdowns, summary: summarize(slowdowns) };
}

/** Slowdowns whose median is `centre`, on the scale of logarithms symmetric about it. */
function cells(count: number, rounds: number, seed: number, centre = 1): readonly Comparison[] {
  const random = xoroshiro128plus(seed);
  const value = () => centre * Math.exp((random.next() / 2 ** 31) * 0.05);
  return Array.from({ length: count }, (_, at) =>
    cell(`${seed}/${at}`, Array.from({ length: rounds }, value)),
  );
}

describe("cells that differ by chance", () => {
  it.each([5, 6, 20])("are as many as expected, of %i rounds where nothing differs", (rounds) => {
    const [found] = differing([cells(4000, rounds, 7)]);
    const { differ = 0, byChance = 0 } = found ?? {};
    expect(Math.abs(differ - byChance)).toBeLessThan(4 * Math.sqrt(byChance));
    expect(found?.cells).toBe(4000);
    expect(found?.surely).toBeLessThanOrEqual(4);
  });

  it("are 6.25% of those with five rounds: 5 of 78", () => {
    const [found] = differing([cells(78, 5, 1)]);
    expect(found?.byChance).toBeCloseTo(78 / 16, 9);
  });

  it("are told from those that surely differ, group by group", () => {
    const [same, slower] = differing([cells(100, 20, 3), cells(30, 20, 4, 1.2)]);
    expect(same?.surely).toBeLessThanOrEqual(4);
    expect(slower).toMatchObject({ cells: 30, differ: 30, surely: 30 });
  });

  it("are controlled for the cells of all groups together", () => {
    const small = cells(3, 8, 11, 1.035);
    const alone = differing([small])[0]?.surely ?? 0;
    const among = differing([small, cells(2000, 8, 12)])[0]?.surely ?? 0;
    expect(among).toBeLessThan(alone);
  });

  it("are none where rounds are too few for an interval, and where all are the same", () => {
    const none = { differ: 0, surely: 0 };
    expect(differing([[cell("a", [1.5, 1.6])]])).toMatchObject([{ ...none, cells: 0 }]);
    expect(differing([[cell("a", Array(20).fill(1))]])).toMatchObject([{ ...none, cells: 1 }]);
    expect(differing([])).toEqual([]);
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
