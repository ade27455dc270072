/** How a plan is divided over machines. */
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { preparedWorkloads } from "../../bench/campaign/choice.ts";
import { divide, parseShard, workloadsOfShard } from "../../bench/campaign/shard.ts";
import { say } from "../../bench/messages.ts";
import { makePlan, planWorkload } from "../../bench/plan.ts";
import { sealed } from "../../bench/plan-hash.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { Run } from "../../bench/schema.ts";
import { writeRun } from "../../bench/store.ts";
import { codeDigest, VERSION } from "../../bench/version.ts";
import { chooseRun, type RunFlags } from "../../scripts/options.ts";
import { resumedRun } from "../../scripts/resume.ts";
import { exampleRun } from "../golden/example.ts";
import { temporaryFolder } from "../support.ts";

const FLAGS = { install: false, open: false, json: false, targets: "native" };
const PLAN = { profile: "quick", rounds: 3 } as const;
const all = await loadExperiments();

function choose(flags: Partial<RunFlags>) {
  return chooseRun({ ...FLAGS, ...flags });
}

describe("--shard i/n", () => {
  it("is read as it is written", () => {
    expect(parseShard("2/3")).toEqual({ index: 2, count: 3 });
    expect(parseShard("1/1")).toEqual({ index: 1, count: 1 });
  });

  it.each(["0/3", "4/3", "a/b", "1", "1/", "/3", "1/0", "-1/3", "1/3/5", "1.5/3", " 1/3", ""])(
    "is nothing else: %j",
    (text) => {
      expect(parseShard(text)).toBeUndefined();
    },
  );
});

describe("dividing a plan", () => {
  const seconds = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1 });

  it("deals every item to one shard, none to none, and keeps their order", () => {
    fc.assert(
      fc.property(seconds, fc.nat(), (lengths, more) => {
        const items = lengths.map((_, index) => index);
        const count = 1 + (more % items.length);
        const shards = divide(items, count, (item) => lengths[item] ?? 0);
        expect(shards).toHaveLength(count);
        expect(shards.every((shard) => shard.length > 0)).toBe(true);
        expect(shards.flat().sort((a, b) => a - b)).toEqual(items);
        for (const shard of shards) expect(shard).toEqual([...shard].sort((a, b) => a - b));
      }),
    );
  });

  it("leaves no shard with more than the mean and one item", () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 8 }), (lengths, count) => {
        const total = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0);
        const shards = divide(
          lengths.map((value) => ({ value })),
          count,
          ({ value }) => value,
        );
        const most = Math.max(...shards.map((shard) => total(shard.map(({ value }) => value))));
        expect(most).toBeLessThanOrEqual(total(lengths) / count + Math.max(...lengths) + 1e-6);
      }),
    );
  });

  it("covers every cell of any plan once, all targets of a workload in one shard", () => {
    const targets = ["native", "crun", "qemu-microvm"];
    const cellsOf = (workloads: typeof all, seed: number) => {
      return makePlan({ seed, rounds: PLAN.rounds, targets, workloads: workloads.map(planned) });
    };
    const planned = ({ id, rounds }: (typeof all)[number]) => ({
      id,
      ...(rounds === undefined ? {} : { rounds: rounds[PLAN.profile] }),
    });
    const name = (cell: { round: number; target: string; workload: string }) =>
      `${cell.workload}/${cell.target}/${cell.round}`;
    fc.assert(
      fc.property(fc.subarray([...all], { minLength: 1 }), fc.nat(), fc.nat(), (some, n, seed) => {
        const count = 1 + (n % some.length);
        const shards = Array.from({ length: count }, (_, at) =>
          cellsOf(workloadsOfShard(some, { index: at + 1, count }, PLAN), seed),
        );
        expect(shards.flat().map(name).sort()).toEqual(cellsOf(some, seed).map(name).sort());
        for (const { id } of some) {
          const holding = shards.filter((cells) => cells.some(({ workload }) => workload === id));
          expect(holding).toHaveLength(1);
          const there = holding.flat().filter(({ workload }) => workload === id);
          expect(new Set(there.map(({ target }) => target))).toEqual(new Set(targets));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("gives the shards of the whole catalogue about as much to do", () => {
    const nominal = new Map(all.map((workload) => [workload.id, workload]));
    const shards = [1, 2, 3, 4].map((index) => workloadsOfShard(all, { index, count: 4 }, PLAN));
    expect(shards.flat()).toHaveLength(nominal.size);
    const sizes = shards.map((shard) => shard.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(6);
  });

  it("refuses more shards than workloads, from each of them, and says how many there can be", () => {
    const three = all.slice(0, 3);
    for (const index of [1, 4]) {
      expect(() => workloadsOfShard(three, { index, count: 4 }, PLAN)).toThrow(
        expect.objectContaining({
          code: "TOO_MANY_SHARDS",
          message: expect.stringContaining("3 workloads cannot fill 4 shards"),
          remedy: say("campaign.fewer-shards", { workloads: 3 }),
        }),
      );
    }
  });
});

describe("a run of one shard", () => {
  const halves = async (flags: Partial<RunFlags>) =>
    await Promise.all([1, 2].map((index) => choose({ ...flags, shard: { index, count: 2 } })));

  it("measures its own workloads, and makes the machine ready for all of the plan", async () => {
    const whole = await choose({ workloads: "cpu" });
    const shards = await halves({ workloads: "cpu" });
    for (const shard of shards) {
      expect(shard.workloads.length).toBeLessThan(whole.workloads.length);
      expect(shard.shard?.workloads).toEqual(whole.workloads);
      expect(preparedWorkloads(shard)).toEqual(whole.workloads);
    }
    expect(preparedWorkloads(whole)).toEqual(whole.workloads);
    const found = new Set(shards.flatMap(({ workloads }) => workloads));
    expect(found).toEqual(new Set(whole.workloads));
  });

  it("is the same division whatever the seed", async () => {
    const ids = async (seed: number) =>
      (await halves({ workloads: "all", seed })).map(({ workloads }) =>
        workloads.map(({ id }) => id),
      );
    expect(await ids(7)).toEqual(await ids(8));
  });

  it("has the seed of the others, unless one is asked for", async () => {
    const [one, two] = await halves({});
    expect(one?.seed).toBe(two?.seed);
    expect((await halves({ seed: 42 })).map(({ seed }) => seed)).toEqual([42, 42]);
  });

  it("stays that shard when it is gone on with, on a machine made ready for all of the plan", async () => {
    const [one] = await halves({ workloads: "cpu" });
    const folder = join(temporaryFolder(), "run");
    const ids = one?.shard?.workloads.map(({ id }) => id) ?? [];
    const run: Run = {
      ...exampleRun(),
      ...{ isotax: VERSION, code: codeDigest(), status: "interrupted" },
      workloads: (one?.workloads ?? []).map((workload) =>
        planWorkload(workload, {
          profile: "quick",
          params: {},
          size: { cpus: 1, memoryMiB: 512 },
          targets: [],
        }),
      ),
      shard: { index: 1, count: 2, workloads: ids },
    };
    writeRun(folder, sealed(run), []);
    const { targets: _, ...flags } = FLAGS;
    const resumed = await resumedRun({ ...flags, resume: folder });
    expect(resumed?.stored?.run.shard).toEqual(run.shard);
    expect(resumed?.choice).toMatchObject({ workloads: one?.workloads, shard: one?.shard });
    expect(resumed && preparedWorkloads(resumed.choice).map(({ id }) => id)).toEqual(ids);
  });

  it("takes as many rounds as the whole plan, even where it holds main workloads alone", async () => {
    const shards = await halves({ workloads: "start.exec,app.redis" });
    expect(shards.map(({ workloads }) => workloads.map(({ id }) => id))).toContainEqual([
      "start.exec",
    ]);
    expect(shards.map(({ rounds }) => rounds)).toEqual([3, 3]);
  });
});
