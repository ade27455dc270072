/** Plans of gates that could never say "regressed": they are refused before anything is measured. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { gateLooks, planGate } from "../../bench/campaign/gate/plan.ts";
import { checkRatios } from "../../bench/campaign/gate/reach.ts";
import type { SidesRequest } from "../../bench/campaign/gate/request.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { WorkloadPlan } from "../../bench/schema.ts";
import { judgeInterleaved } from "../../bench/stats/interleaved.ts";
import type { MarginRule } from "../../bench/stats/margins.ts";
import type { Experiment } from "../../bench/types.ts";
import { chooseWorkloads } from "../../scripts/choose-workloads.ts";
import { DEFAULTS, GATE_DEFAULTS } from "../../scripts/defaults.ts";
import { plannedAs } from "../declared.ts";
import { made } from "../gate-evaluation/made.ts";
import { refusalOf } from "../told.ts";

let known: readonly Experiment[];
beforeAll(async () => {
  known = await loadExperiments();
});

/** `workloads`: as --workloads names them. */
async function plan(more: { workloads?: string } & Partial<Omit<SidesRequest, "workloads">> = {}) {
  const { workloads = "start.exec", ...others } = more;
  return planGate({
    mode: "sides",
    base: "native",
    head: "overlay",
    kinds: ["native", "primitive"],
    rules: [],
    workloads: chooseWorkloads(workloads, known),
    profile: DEFAULTS.profile,
    rounds: GATE_DEFAULTS.rounds,
    budgetMs: GATE_DEFAULTS.budgetMs,
    cpus: DEFAULTS.cpus,
    memoryMiB: DEFAULTS.memoryMiB,
    json: false,
    install: false,
    ...others,
  });
}

describe("a gate in turns", () => {
  it.each([1, 3, 5, 6, 7])(
    "is refused with %d rounds, and told how many it takes",
    async (rounds) => {
      expect(await refusalOf(plan({ rounds }))).toMatchObject({
        ...{ name: "IsotaxError", code: "TOO_FEW_ROUNDS" },
        message: expect.stringMatching(/^in \d rounds? of start\.exec no slowdown.* it takes 11$/),
        remedy: expect.stringContaining("--rounds 11"),
      });
    },
  );

  it("is planned with as many as it takes", async () => {
    expect((await plan({ rounds: 11 })).rounds).toBe(11);
    // One cell takes fewer than two.
    const rules: readonly MarginRule[] = [{ cells: "start.exec/exited", gated: false }];
    expect((await plan({ rounds: 10, rules })).rounds).toBe(10);
    await expect(plan({ rounds: 9, rules })).rejects.toThrow("it takes 10");
    expect((await plan({ rounds: 10, workloads: "cpu.sysbench" })).rounds).toBe(10);
  });

  it("goes red with as many as that, where it is a hundred times as slow, and not with fewer", () => {
    const verdicts = (rounds: number) => {
      const looks = gateLooks(rounds);
      const { run, records } = made({
        ...{ runId: "slow", targets: ["base", "head"], rounds },
        starts: (target) => [target === "base" ? 1e6 : 1e8],
      });
      const question = { base: "base", head: "head", rules: [] };
      return judgeInterleaved(run, records, question, { taken: looks, planned: looks });
    };
    expect(verdicts(11).map(({ verdict }) => verdict)).toEqual(["regressed", "regressed"]);
    expect(verdicts(10).map(({ verdict }) => verdict)).toEqual(["inconclusive", "inconclusive"]);
    // Whatever is allowed to be planned can do so.
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 60 }), (rounds) => {
        expect(verdicts(rounds)[0]?.verdict).toBe("regressed");
      }),
      { numRuns: 20 },
    );
  });

  it("is refused where its time is over before the first rounds that could tell", async () => {
    expect(await refusalOf(plan({ budgetMs: 2000 }))).toMatchObject({
      ...{ code: "TOO_LITTLE_TIME", remedy: expect.stringMatching(/--budget \d+s/) },
      message: expect.stringMatching(/^too few rounds fit into 2 s .* it takes 11 at the least/),
    });
    await expect(plan({ budgetMs: 2000, rounds: 11 })).rejects.toThrow("it takes 11 at the least");
    expect((await plan({ budgetMs: 60_000 })).adaptive?.budgetMs).toBe(60_000);
    // All workloads take minutes for a round.
    expect(await refusalOf(plan({ workloads: "all" }))).toMatchObject({ code: "TOO_LITTLE_TIME" });
    const enough = await plan({ workloads: "all", budgetMs: 5 * 3_600_000 });
    expect(enough.workloads.length).toBe(known.length);
  });

  it("is refused where nothing counts for the verdict, or what does has too few rounds", async () => {
    expect(await refusalOf(plan({ workloads: "image.size" }))).toMatchObject({
      code: "NOTHING_GATED",
    });
    expect(
      await refusalOf(plan({ rules: [{ cells: "start.exec/*", gated: false }] })),
    ).toMatchObject({
      code: "NOTHING_GATED",
    });
    const rules = [{ cells: "image.size/*", relative: 0.05 }];
    expect(await refusalOf(plan({ workloads: "image.size", rules }))).toMatchObject({
      code: "TOO_FEW_ROUNDS",
      remedy: expect.stringContaining("--baseline"),
    });
  });
});

describe("a run that is compared by its ratios to native", () => {
  const run = (targets: readonly string[], workloads?: readonly WorkloadPlan[]) => {
    const { run: one } = made({ runId: "r", targets, rounds: 5, starts: () => [1e6] });
    return workloads === undefined ? one : { ...one, workloads: [...workloads] };
  };
  const image: WorkloadPlan = plannedAs("image.size", [{ metric: "shipped" }]);

  it("is refused with fewer rounds than show how sure a ratio is", () => {
    const check = (rounds: number) => () =>
      checkRatios(run(["native", "crun"]), rounds, "baseline", []);
    expect(check(4)).toThrow("the baseline has 4 rounds");
    expect(check(4)).toThrow(expect.objectContaining({ code: "TOO_FEW_ROUNDS" }));
    expect(check(5)).not.toThrow();
  });

  it("is refused without native", () => {
    expect(() => checkRatios(run(["crun"]), 30, "baseline", [])).toThrow(
      expect.objectContaining({ code: "NO_NATIVE" }),
    );
  });

  it("is none where the sizes of images count, which are compared as they are", () => {
    const rules = [{ cells: "image.size/*", relative: 0.05 }];
    expect(() => checkRatios(run(["crun"], [image]), 1, "planned", rules)).not.toThrow();
  });
});
