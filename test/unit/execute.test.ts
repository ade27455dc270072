/** The walk, with targets that misbehave in one way each. */

import { describe, expect, it } from "vitest";
import { type Execution, execute } from "../../bench/campaign/execute.ts";
import { ParseError, RunnerError } from "../../bench/errors.ts";
import { rate } from "../../bench/measurement.ts";
import { verbatim } from "../../bench/messages.ts";
import { execExperiment } from "../../bench/methods/exec.ts";
import { CPU, START } from "../../bench/methods/families.ts";
import { startExperiment } from "../../bench/methods/start.ts";
import { rateMetric } from "../../bench/metrics.ts";
import { makePlan, planWorkload } from "../../bench/plan.ts";
import type { RunRecord } from "../../bench/schema.ts";
import { subjectsOf } from "../../bench/subjects.ts";
import { lineLike } from "../../bench/tools/text.ts";
import type {
  CpuTime,
  ExecResult,
  Experiment,
  Image,
  Session,
  StartResult,
  Target,
} from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";

const image: Image = { digest: "", rootfs: "", files: [], tools: [], layers: [] };
const sizes = { smoke: {}, quick: {}, standard: {}, thorough: {} };

const notes = { shows: "", hides: "", published: "" };

const execWorkload = execExperiment({
  id: "work",
  version: 1,
  title: "",
  family: CPU,
  tools: [],
  params: sizes,
  scratchMiB: 0,
  seconds: () => 1,
  notes,
  steps: () => [
    {
      name: "",
      metrics: [rateMetric("m")],
      command: { argv: ["work"] },
      parse: (stdout) => {
        if (stdout !== "good") throw new ParseError("tool", lineLike("good"), stdout);
        return { measurements: [rate("m", 2, 1, 3)], work: 50 };
      },
    },
  ],
});

const startWorkload = startExperiment({
  id: "start",
  version: 1,
  title: "",
  family: START,
  tools: [],
  notes,
  command: { argv: [] },
  expect: "ready\n",
  params: {
    smoke: { iterations: 3, budgetMs: 1000 },
    quick: { iterations: 3, budgetMs: 1000 },
    standard: { iterations: 3, budgetMs: 1000 },
    thorough: { iterations: 3, budgetMs: 1000 },
  },
});

class FakeTarget implements Target {
  readonly title = "";
  readonly kind = "native";
  readonly adds = "";
  readonly rung = 0;
  readonly requires = [];
  readonly below = [];
  readonly warm = false;
  lacks: Target["lacks"] = {};
  opened = 0;
  closed = 0;
  started = 0;

  constructor(
    readonly id: string,
    readonly behaviour: {
      open?: () => void;
      exec?: () => ExecResult;
      /** Of the clock inside, against the host's. */
      speed?: number;
      /** How long the harness waits for what the clock inside shows. */
      delayNs?: () => number;
      hostCpu?: () => CpuTime;
      start?: (count: number) => StartResult;
    } = {},
  ) {}

  probe = async () => ({ ok: true as const, facts: {} });
  shipped = async () => [];
  open = async (): Promise<Session> => {
    this.behaviour.open?.();
    this.opened++;
    const clock = { now: 5e9 };
    const close = async () => {
      this.closed++;
    };
    return {
      facts: {},
      lifecycle: [
        { phase: "spawn", atNs: 0 },
        { phase: "ready", atNs: 100 },
        { phase: "exited", atNs: 5000 },
        { phase: "removed", atNs: 5010 },
      ],
      exec: async () => {
        clock.now += 1e9;
        return this.behaviour.exec?.() ?? result({});
      },
      roundTripNs: async () => 7,
      clock: async () => {
        const { speed = 1, delayNs = () => 1e6 } = this.behaviour;
        const askedNs = clock.now;
        const insideNs = speed * (askedNs + 5e5);
        clock.now += delayNs();
        return { insideNs, askedNs, answeredNs: clock.now };
      },
      footprint: () => undefined,
      serve: async () => {},
      stopServing: async () => {},
      load: async () => ({ stdout: "", stderr: "", exitCode: 0, hostNs: 1 }),
      hostCpu: () => this.behaviour.hostCpu?.(),
      usage: () => undefined,
      stderrTail: () => "last words",
      close,
      [Symbol.asyncDispose]: close,
    };
  };
  start = async (): Promise<StartResult> => this.behaviour.start?.(++this.started) ?? started({});
}

function result(change: Partial<ExecResult>): ExecResult {
  return { stdout: "good", exitCode: 0, hostNs: 1e9, ...change };
}

function started(change: Partial<StartResult>): StartResult {
  return {
    lifecycle: [
      { phase: "spawn", atNs: 0 },
      { phase: "ready", atNs: 500 },
      { phase: "removed", atNs: 900 },
    ],
    ...{ stdout: "ready\n", exitCode: 0 },
    ...change,
  };
}

async function walk(
  targets: readonly FakeTarget[],
  workload: Experiment,
  change: Partial<Execution> = {},
): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  const ids = targets.map(({ id }) => id);
  const size = { cpus: 1, memoryMiB: 1 };
  const plan = planWorkload(workload, { profile: "smoke", params: {}, size, targets });
  const { params, metrics } = plan;
  const subjects = new Map(subjectsOf(plan, ids).map((one) => [one.id, one]));
  await execute({
    cells: makePlan({ seed: 1, rounds: 2, targets: ids, workloads: [plan] }),
    done: new Set(),
    targets: new Map(targets.map((target) => [target.id, { target }])),
    workloads: new Map([[workload.id, { workload, params, metrics, subjects }]]),
    ...{ image, cpus: [0], memoryMiB: 1, signal: new AbortController().signal, busyLookMs: 0 },
    onCell: () => {},
    onRecord: (record) => records.push(record),
    ...change,
  });
  return records;
}

describe("the walk", () => {
  it("keeps raw samples in order, and counts openings, work and removals as timed", async () => {
    const target = new FakeTarget("good");
    const records = await walk([target], execWorkload);
    expect(records).toHaveLength(2);
    expect(records[0]?.outcome).toMatchObject({ measurements: [{ values: [2, 1, 3] }] });
    expect(records[0]?.timedNs).toBe(100 + 1e9 + 10);
    expect(records[0]?.channelNs).toEqual([7, 7, 7, 7, 7]);
    expect(target.closed).toBeGreaterThanOrEqual(target.opened);
  });

  it("takes no clock for wrong because the harness was busy, and read it late", async () => {
    const delays = [90e6, 300e6, 81e6, 500e6];
    let count = 0;
    const busy = new FakeTarget("busy", { delayNs: () => delays[count++ % 4] as number });
    for (const { outcome } of await walk([busy], execWorkload)) expect(outcome.status).toBe("ok");
  });

  it("names the versions of the tools whose output it does not understand", async () => {
    const odd = new FakeTarget("odd", { exec: () => result({ stdout: "bad" }) });
    const toolVersions = new Map([["tool", "9.9"]]);
    const [record] = await walk([odd], { ...execWorkload, tools: ["tool"] }, { toolVersions });
    expect(record?.outcome).toMatchObject({ code: "UNEXPECTED_OUTPUT" });
    const reason = record?.outcome.status === "failed" ? record.outcome.reason : "";
    expect(textOf(reason)).toContain("(installed: tool 9.9)");
  });

  it("divides the host's CPU time by the work done, where it can be counted", async () => {
    let ticks = 0;
    const hostCpu = () => ({ usageNs: 1500 * ++ticks, userNs: 100 * ticks, systemNs: 50 * ticks });
    const [record] = await walk([new FakeTarget("counted", { hostCpu })], execWorkload);
    expect(record?.outcome).toMatchObject({
      measurements: [
        { metric: "m" },
        { metric: "host-cpu", clock: "host", values: [1500], at: { work: 50 } },
        { metric: "host-cpu/user", values: [1000] },
        { metric: "host-cpu/system", values: [500] },
      ],
    });
  });

  it("takes as many cold starts as the profile says, and gives each phase its samples", async () => {
    const records = await walk([new FakeTarget("good")], startWorkload);
    expect(records[0]?.outcome).toMatchObject({
      measurements: [
        { metric: "ready", clock: "host", values: [500, 500, 500] },
        { metric: "removed", values: [900, 900, 900] },
      ],
    });
    expect(records[0]?.timedNs).toBe(2700);
  });

  const died = () => {
    throw new RunnerError(
      "INSTANCE_DIED",
      verbatim("it died"),
      verbatim("run again"),
      "exec",
      "last words",
    );
  };
  it.each<[string, FakeTarget["behaviour"], string, string]>([
    ["does not open", { open: died }, "INSTANCE_DIED", "exec"],
    ["dies in the middle", { exec: died }, "INSTANCE_DIED", "exec"],
    ["exits with an error", { exec: () => result({ exitCode: 3 }) }, "EXIT_CODE", "exec"],
    ["prints nonsense", { exec: () => result({ stdout: "bad" }) }, "UNEXPECTED_OUTPUT", "measure"],
    ["has a slow clock", { speed: 0.95 }, "CLOCK_DISAGREEMENT", "exec"],
    ["has a fast clock", { speed: 1.05 }, "CLOCK_DISAGREEMENT", "exec"],
    [
      "breaks in a way nobody thought of",
      {
        exec: () => {
          throw new TypeError("undefined is not a function");
        },
      },
      "UNEXPECTED",
      "measure",
    ],
  ])(
    "a target that %s fails its cells, and the others go on",
    async (_, behaviour, code, phase) => {
      const bad = new FakeTarget("bad", behaviour);
      const records = await walk([bad, new FakeTarget("good")], execWorkload);
      expect(records).toHaveLength(4);
      for (const { target, outcome } of records) {
        if (target === "good") expect(outcome.status).toBe("ok");
        else expect(outcome).toMatchObject({ status: "failed", code, phase });
      }
      expect(bad.closed).toBeGreaterThanOrEqual(bad.opened);
    },
  );

  it("lets no start with the wrong output or exit code into the samples", async () => {
    for (const wrong of [{ stdout: "rea" }, { exitCode: 1 }, { stdout: "" }]) {
      const once = new FakeTarget("bad", { start: (count) => started(count === 2 ? wrong : {}) });
      const [first] = await walk([once], startWorkload);
      expect(first?.outcome).toMatchObject({ status: "failed", code: "WRONG_OUTPUT" });
    }
  });

  it("gives what is unavailable one record with its reason, and does not touch it", async () => {
    const target = new FakeTarget("absent");
    const unavailable = { reason: verbatim("not installed"), remedy: verbatim("install it") };
    const records = await walk([target], execWorkload, {
      targets: new Map([["absent", { target, unavailable }]]),
    });
    expect(records.map(({ outcome, round }) => [round, outcome])).toEqual([
      [1, { status: "unavailable", ...unavailable }],
    ]);
    expect(target.opened).toBe(0);
  });

  it("gives a target that lacks what the work needs a record with its reason", async () => {
    const target = new FakeTarget("read-only");
    const lack = { reason: verbatim("its root is read-only"), remedy: verbatim("choose another") };
    target.lacks = { "writable-root": lack };
    const needy = { ...execWorkload, needs: ["writable-root"] as const };
    const records = await walk([target], needy);
    expect(records.map(({ outcome }) => outcome)).toEqual([{ status: "unavailable", ...lack }]);
    expect(target.opened).toBe(0);
    expect((await walk([target], execWorkload))[0]?.outcome.status).toBe("ok");
  });

  it("does not say again after a resume what a record says already", async () => {
    const target = new FakeTarget("read-only");
    target.lacks = { "writable-root": { reason: verbatim("so"), remedy: verbatim("do") } };
    const needy = { ...execWorkload, needs: ["writable-root"] as const };
    const said = { saidUnavailable: new Set(["1/read-only/work"]) };
    expect(await walk([target], needy, said)).toEqual([]);
    // It may be there by now.
    const now = await walk([target], execWorkload, said);
    expect(now.map(({ outcome }) => outcome.status)).toEqual(["ok", "ok"]);
  });

  it("says so when what worked before a resume is not there after it", async () => {
    const target = new FakeTarget("gone");
    const unavailable = { reason: verbatim("daemon is down"), remedy: verbatim("start it") };
    const records = await walk([target], execWorkload, {
      done: new Set(["1/gone/work"]),
      targets: new Map([["gone", { target, unavailable }]]),
    });
    expect(records.map(({ round, outcome }) => [round, outcome.status])).toEqual([
      [2, "unavailable"],
    ]);
  });

  it("records nothing of a cell that an interrupt cut short", async () => {
    const abort = new AbortController();
    const target = new FakeTarget("good", {
      exec: () => {
        abort.abort();
        return died();
      },
    });
    expect(await walk([target], execWorkload, { signal: abort.signal })).toEqual([]);
    expect(target.closed).toBeGreaterThan(0);
  });

  it("skips what has a record already", async () => {
    const records = await walk([new FakeTarget("good")], execWorkload, {
      done: new Set(["1/good/work"]),
    });
    expect(records.map(({ round }) => round)).toEqual([2]);
  });

  it("ends when a record cannot be stored", async () => {
    const full = walk([new FakeTarget("good")], execWorkload, {
      onRecord: () => {
        throw new Error("disk full");
      },
    });
    await expect(full).rejects.toThrow("disk full");
  });
});
