/** What a gate is asked, by flags and configuration. */
import { beforeAll, describe, expect, it } from "vitest";
import { gateLooks, planGate } from "../../bench/campaign/gate/plan.ts";
import type { GateRequest, SidesRequest } from "../../bench/campaign/gate/request.ts";
import { STARTS_IN_TURN } from "../../bench/methods/start.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { Experiment } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import type { Config } from "../../scripts/config.ts";
import { GATE_DEFAULTS } from "../../scripts/defaults.ts";
import { type GateFlags, requestOf } from "../../scripts/gate-request.ts";

let known: readonly Experiment[];
beforeAll(async () => {
  known = await loadExperiments();
});

function asked(
  flags: Partial<GateFlags> & { readonly base?: string; readonly head?: string },
  config: Config = {},
): Promise<GateRequest> {
  const { base, head, ...rest } = flags;
  return requestOf({ base, head, flags: { install: false, json: false, ...rest }, config, known });
}

const SIDES = { base: "crun", head: "runc" };

describe("what a gate compares", () => {
  it.each([
    [SIDES, {}, { mode: "sides", ...SIDES }],
    [{}, { gate: SIDES }, { mode: "sides", ...SIDES }],
    [
      { base: "native", head: "lxc" },
      { gate: SIDES },
      { mode: "sides", base: "native", head: "lxc" },
    ],
    [{ baseline: "old" }, {}, { mode: "baseline", baseline: "old", run: undefined }],
    [{ baseline: "old" }, { gate: SIDES }, { mode: "baseline", baseline: "old" }],
    [{ baseline: "old", run: "new" }, {}, { mode: "baseline", baseline: "old", run: "new" }],
    [{ run: "new" }, { gate: { baseline: "old" } }, { mode: "baseline", run: "new" }],
    [SIDES, { gate: { baseline: "old" } }, { mode: "sides", ...SIDES }],
    [{ history: "all" }, {}, { mode: "history", history: "all", anchor: undefined }],
    [
      { history: "all", anchor: "v1" },
      { gate: { anchor: "v0" } },
      { mode: "history", anchor: "v1" },
    ],
    [{}, { gate: { history: "all", anchor: "v0" } }, { mode: "history", anchor: "v0" }],
    [
      { history: "all", accept: "a, b" },
      { gate: { accept: ["c"] } },
      { mode: "history", accept: ["a", "b"] },
    ],
    [{}, { gate: { history: "all", accept: ["c"] } }, { mode: "history", accept: ["c"] }],
    [{ run: "new" }, {}, { mode: "rejudge", run: "new" }],
    [{ run: "new" }, { gate: SIDES }, { mode: "rejudge", run: "new" }],
    [{ selfTest: true }, { gate: SIDES }, { mode: "self-test", target: "overlay" }],
    [{ selfTest: "crun" }, {}, { mode: "self-test", target: "crun" }],
    [{ selfTest: false, ...SIDES }, {}, { mode: "sides" }],
  ] as readonly [Parameters<typeof asked>[0], Config, object][])(
    "with %j and %j is %j",
    async (flags, config, request) => {
      expect(await asked(flags, config)).toMatchObject(request);
    },
  );

  it.each([
    [{ ...SIDES, baseline: "old" }, {}, "TWO_GATES", "2: BASE HEAD, --baseline"],
    [{ baseline: "old", history: "all" }, {}, "TWO_GATES", "2: --baseline, --history"],
    [{ selfTest: true, ...SIDES, history: "all" }, {}, "TWO_GATES", "3: BASE HEAD, --history"],
    [{}, { gate: { ...SIDES, history: "all" } }, "TWO_GATES", "2: BASE HEAD, --history"],
    [{ ...SIDES, run: "new", anchor: "v1" }, {}, "IDLE_FLAG", "--run, --anchor would have no"],
    [{ ...SIDES, accept: "v1" }, {}, "IDLE_FLAG", "--accept would have no effect"],
    [{ accept: "v1" }, {}, "NO_HISTORY", "--accept needs a history"],
    [{ anchor: "v1" }, {}, "NO_HISTORY", "--anchor needs a history"],
    [{ ...SIDES, selfTest: false, anchor: "v1" }, {}, "IDLE_FLAG", "--anchor would have no effect"],
    [{ baseline: "old", budget: 5 }, {}, "IDLE_FLAG", "--budget would have no effect"],
    [{ history: "all", workloads: "main" }, {}, "IDLE_FLAG", "--workloads would have no effect"],
    [{ run: "new", margin: 0.1 }, {}, "IDLE_FLAG", "--margin would have no effect"],
    [
      { baseline: "old", run: "new", rounds: 30, seed: 4 },
      {},
      "IDLE_FLAG",
      "--rounds, --seed would have no effect on a gate by --baseline with --run",
    ],
    [{ history: "all", run: "new", rounds: 30 }, {}, "IDLE_FLAG", "by --history with --run"],
    [{ run: "new", rounds: 30 }, { gate: { baseline: "old" } }, "IDLE_FLAG", "--rounds would have"],
    [
      { run: "new", guestKernel: "/boot/vmlinuz", cpus: 2 },
      {},
      "IDLE_FLAG",
      "--cpus, --guest-kernel would have no effect on a gate by --run",
    ],
    [
      { selfTest: true, json: true, inconclusive: "pass" },
      {},
      "IDLE_FLAG",
      "--inconclusive, --json would have no effect on a gate by --self-test",
    ],
    [{ margin: 0.1 }, {}, "NO_SIDES", "was given none"],
    [{ base: "crun" }, {}, "ONE_SIDE", "was given one: crun"],
    [{}, { gate: { head: "runc" } }, "ONE_SIDE", "was given one: runc"],
    [{ base: "crun" }, { gate: SIDES }, "ONE_SIDE", "was given one: crun"],
    [{}, {}, "NO_SIDES", "was given none"],
    [{}, { gate: { margin: "5%" } }, "NO_SIDES", "was given none"],
  ] as readonly [Parameters<typeof asked>[0], Config, string, string][])(
    "is refused with %j and %j",
    async (flags, config, code, message) => {
      const error = await asked(flags, config).catch((thrown) => thrown);
      expect(error).toMatchObject({
        ...{ name: "IsotaxError", code, message: expect.stringContaining(message) },
      });
      expect(textOf(error.remedy)).toMatch(/./);
    },
  );
});

describe("what the configuration says", () => {
  const config: Config = {
    ...{ cpus: 2, memory: 1024, rounds: 9, profile: "smoke" },
    gate: {
      ...{ workloads: ["start.exec"], profile: "standard", rounds: 50, budget: "90s" },
      ...{ margin: "2%", inconclusive: "pass", anchor: "v1" },
    },
  };

  it.each([
    [{ baseline: "old" }, "baseline"],
    [{ baseline: "old", run: "new" }, "baseline"],
    [{ history: "all" }, "history"],
    [{ history: "all", run: "new" }, "history"],
    [{ run: "new" }, "rejudge"],
    [{ selfTest: true }, "self-test"],
    [SIDES, "sides"],
  ] as const)(
    "is for all gates, and not refused where it has no effect: with %j",
    async (flags, mode) => {
      expect((await asked(flags, config)).mode).toBe(mode);
    },
  );

  it("does not forbid flags that have one", async () => {
    expect((await asked({ baseline: "old", rounds: 30, seed: 4, guestKernel: "k" })).mode).toBe(
      "baseline",
    );
    const judged = { margin: 0.1, inconclusive: "pass", json: true, out: "here" } as const;
    expect((await asked({ baseline: "old", run: "new", ...judged })).mode).toBe("baseline");
    expect((await asked({ selfTest: true, rounds: 30, seed: 4, budget: 5 })).mode).toBe(
      "self-test",
    );
  });
});

describe("how a gate compares", () => {
  const gate: NonNullable<Config["gate"]> = {
    ...{ ...SIDES, workloads: ["start.exec", "cpu.sysbench"], profile: "standard", rounds: 50 },
    ...{ budget: "90s", margin: "2%", inconclusive: "pass" },
    margins: { "start.exec/*": "20%" },
  };

  it("is what the configuration says, unless a flag says otherwise", async () => {
    const config: Config = { cpus: 2, memory: 1024, gate };
    const rules = [{ cells: "start.exec/*", relative: 0.2 }];
    const ids = async (flags: Partial<GateFlags>) =>
      ((await asked(flags, config)) as SidesRequest).workloads.map(({ id }) => id);
    expect(await ids({})).toEqual(["start.exec", "cpu.sysbench"]);
    expect(await asked({}, config)).toMatchObject({
      ...{ profile: "standard", rounds: 50, rules },
      ...{ budgetMs: 90_000, margin: 0.02, inconclusive: "pass", cpus: 2, memoryMiB: 1024 },
    });
    const flags: Partial<GateFlags> = {
      ...{ workloads: "disk.fio", profile: "smoke" as const, rounds: 9, budget: 5, margin: 0 },
      ...{ inconclusive: "fail" as const, cpus: 1, memory: 512, seed: 0, out: "here" },
    };
    const { budget, memory, workloads, ...same } = flags;
    expect(await ids({ workloads: workloads as string })).toEqual(["disk.fio"]);
    expect(await asked(flags, config)).toMatchObject({
      ...{ ...same, budgetMs: budget, memoryMiB: memory, rules },
    });
  });

  it.each([
    ["strat.exec/*", 'unknown workload "strat.exec"; did you mean "start.exec"?'],
    ["xyzzy/ready", 'unknown workload "xyzzy"'],
    ["start.exec", 'expected "workload/metric"'],
    ["ready", 'expected "workload/metric"'],
  ])("is refused for what does not exist: %s", async (cells, message) => {
    const config: Config = { gate: { ...SIDES, margins: { [cells]: "5%" } } };
    const error = await asked({}, config).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({
      ...{ code: "BAD_CONFIG", message: expect.stringContaining(`gate.margins["${cells}"]`) },
    });
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    // What it is already is no suggestion.
    expect(error).not.toMatchObject({
      message: expect.stringContaining(`did you mean "${cells}"`),
    });
  });

  it("takes a star for anything", async () => {
    const margins = {
      "*": "9%",
      "disk.*": "8%",
      "start.*/ready": "7%",
      "*/p99": "ignore",
    } as const;
    expect((await asked({}, { gate: { ...SIDES, margins } })).mode).toBe("sides");
  });
});

describe("what a gate measures", () => {
  const request = async (base: string, head: string) =>
    planGate((await asked({ base, head })) as SidesRequest);

  it("is starts, by default, few of a side in a row, and the same looks for the same rounds", async () => {
    const choice = await request("native", "overlay");
    expect(choice).toMatchObject({
      ...{ targets: ["native", "overlay"], rounds: GATE_DEFAULTS.rounds, cpus: 1, memoryMiB: 512 },
      gate: { base: "native", head: "overlay", margin: undefined, rules: [] },
      adaptive: { budgetMs: GATE_DEFAULTS.budgetMs },
      params: { "start.exec": { iterations: STARTS_IN_TURN } },
    });
    expect(choice.workloads.map(({ id }) => id)).toEqual(["start.exec"]);
    expect(choice.adaptive?.looks).toEqual(gateLooks(GATE_DEFAULTS.rounds));
    expect(choice.adaptive?.looks.at(-1)).toBe(choice.rounds);
  });

  it("is the same target twice under two names, with and without a handicap", async () => {
    expect((await request("overlay", "overlay")).gate).toMatchObject({
      ...{ base: "overlay#base", head: "overlay#head" },
    });
    expect((await request("overlay", "overlay+fsync")).targets).toEqual([
      ...["overlay", "overlay+fsync"],
    ]);
  });

  it("is nothing of a target that there is not", async () => {
    await expect(request("native", "overaly")).rejects.toMatchObject({
      ...{ code: "UNKNOWN_TARGET", message: expect.stringContaining('did you mean "overlay"') },
    });
  });
});
