/** Storms of starts, with a crowd that is made up. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { RunnerError } from "../../bench/errors.ts";
import { experiment } from "../../bench/experiments/scale.storm.ts";
import { verbatim } from "../../bench/messages.ts";
import { planWorkload } from "../../bench/plan.ts";
import type { Crowd, HostLook, Image, Target, TargetIdentity } from "../../bench/types.ts";

interface Truth {
  /** How long each start lasts. */
  readonly ms?: number;
  /** The starts that fail, by their number, from 1. The first one is alone. */
  readonly fails?: (number: number) => boolean;
  readonly stdout?: string;
  readonly availableBytes?: (look: number) => number;
  readonly kind?: Target["kind"];
}

/** A target whose starts last a while. It counts how many were in flight at once. */
function target({ ms = 2, fails = () => false, stdout = "ready\n", ...truth }: Truth = {}) {
  const seen = { prepared: [] as number[], most: [] as number[], closed: 0 };
  let [begun, running, looks, waited] = [0, 0, 0, 0];
  const crowd: Crowd = {
    prepare: async (_command, count) => {
      seen.prepared.push(count);
      seen.most.push(0);
      return Array.from({ length: count }, () => ({
        begin: async () => {
          const number = ++begun;
          running++;
          const step = seen.most.length - 1;
          seen.most[step] = Math.max(seen.most[step] ?? 0, running);
          const spawnNs = process.hrtime.bigint();
          await sleep(ms);
          running--;
          if (fails(number)) {
            throw new RunnerError("TIMEOUT", verbatim("so"), verbatim("do"), "ready", "");
          }
          const readyNs = spawnNs + BigInt(ms) * 1_000_000n;
          return { spawnNs, readyNs, exitedNs: process.hrtime.bigint(), stdout, exitCode: 0 };
        },
      }));
    },
    look: (): HostLook => ({
      atNs: process.hrtime.bigint(),
      runCpuNs: begun * 1e6,
      othersCpuNs: begun * 3e6,
      stalledNs: { cpu: 0, memory: 0, io: 0 },
      availableBytes: truth.availableBytes?.(++looks) ?? 2 ** 34,
    }),
    limits: () => [],
    waits: () => (++waited % 2 === 0 ? ["cpu", "copy_net_ns"] : ["copy_net_ns"]),
    close: async () => void seen.closed++,
  };
  const identity = { id: "fake", kind: truth.kind ?? "primitive", crowd: () => crowd };
  return { seen, fake: identity as unknown as Target };
}

const params = { inFlight: "1 4", starts: 8, budgetMs: 5000, loads: "50" };

async function storm(fake: Target, p = params, signal = new AbortController().signal) {
  const subject = { id: "fake", roles: { target: "fake" }, at: {} };
  const bench = { image: {} as Image, cpus: [1], memoryMiB: 256, signal };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  try {
    return observed(await experiment.run(lab, subject, p));
  } finally {
    await lab.close();
  }
}

describe("scale.storm", () => {
  it("keeps as many starts in flight as it says, and no more", async () => {
    const { seen, fake } = target();
    const { measurements, checks } = await storm(fake);
    // One alone, two steps, one that is watched, and one at a fixed rate.
    expect(seen.prepared).toEqual([1, 8, 8, 6, 8]);
    expect(seen.most.slice(0, 3)).toEqual([1, 1, 4]);
    expect(seen.closed).toBe(1);
    const of = (metric: string) =>
      (byMetric(measurements).get(metric) ?? []).map(({ at, values }) => [at, values]);
    expect(of("starts")).toEqual([
      [{ "in-flight": 1 }, [8]],
      [{ "in-flight": 4 }, [8]],
    ]);
    expect(of("ready")).toEqual([
      [{ "in-flight": 1 }, Array(8).fill(2e6)],
      [{ "in-flight": 4 }, Array(8).fill(2e6)],
    ]);
    expect(of("cpu")).toEqual([
      [{ "in-flight": 1 }, [1e6]],
      [{ "in-flight": 4 }, [1e6]],
    ]);
    // Ticks say nothing of so short a step.
    expect(of("host-cpu")).toEqual([]);
    const [alone = 0, four = 0] = (byMetric(measurements).get("rate") ?? []).flatMap(
      ({ values }) => values,
    );
    expect(four).toBeGreaterThan(2 * alone);
    expect(of("rate.most")).toEqual([[undefined, [four]]]);
    // Eight starts have no p99.
    expect(of("ready.p99")).toEqual([]);
    expect(checks).toMatchObject([
      { check: "storm.all-lived", holds: "yes", evidence: { values: { asked: 30, lived: 30 } } },
      { check: "storm.all-steps", holds: "yes" },
    ]);
  });

  it("observes what it declares", async () => {
    const { fake } = target({ ms: 30 });
    const found = await storm(fake, { ...params, inFlight: "4", starts: 100 });
    const metrics = new Map(
      experiment.metrics(params, { cpus: 1, memoryMiB: 1 }).map((one) => [one.id, one]),
    );
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    const seen = new Set(found.measurements.map(({ metric }) => metric));
    expect([...metrics.keys()].filter((id) => !seen.has(id))).toEqual(["ready.p999"]);
    expect(byMetric(found.measurements).get("host-cpu")?.[0]?.values).toEqual([3e6]);
  });

  it("says what tasks wait for when most starts are in flight", async () => {
    const { fake } = target({ ms: 150 });
    const { measurements } = await storm(fake, { ...params, inFlight: "1 2", loads: "" });
    const waiting = byMetric(measurements).get("waiting") ?? [];
    expect(waiting.map(({ at }) => at?.["for"])).toEqual(["copy_net_ns", "cpu"]);
    expect(waiting[0]?.values).toEqual([1]);
    expect(waiting[1]?.values[0]).toBeCloseTo(0.5, 0);
  });

  it("begins starts of an open loop when they are due, whatever the others take", async () => {
    const { seen, fake } = target({ ms: 30 });
    const { measurements } = await storm(fake, { ...params, inFlight: "8", loads: "100" });
    const values = byMetric(measurements);
    // Eight at once in 30 ms: the next ones begin before the first has ended.
    expect(seen.most.at(-1)).toBeGreaterThan(4);
    const [late = 0] = values.get("open.late.p99")?.[0]?.values ?? [];
    expect(late).toBeGreaterThanOrEqual(0);
    const ready = values.get("open.ready")?.[0]?.values ?? [];
    expect(ready.length).toBe(8);
    // It counts from when a start was due, not from when it began.
    expect(Math.min(...ready)).toBeGreaterThanOrEqual(30e6);
  });

  it("counts starts that fail, and none of their times", async () => {
    const { fake } = target({ fails: (number) => number === 3 });
    const { measurements, checks } = await storm(fake);
    const values = byMetric(measurements);
    expect(values.get("failed")?.map((one) => one.values)).toEqual([[1], [0]]);
    expect(values.get("ready")?.[0]?.values.length).toBe(7);
    expect(checks).toMatchObject([
      { holds: "no", evidence: { values: { asked: 30, lived: 29, first: { values: {} } } } },
      { check: "storm.all-steps", holds: "yes" },
    ]);
  });

  it("fails if no start of a step lives, if the output is wrong, or if memory is short", async () => {
    await expect(storm(target({ fails: (number) => number > 1 }).fake)).rejects.toMatchObject({
      code: "TIMEOUT",
    });
    await expect(storm(target({ stdout: "reary\n" }).fake)).rejects.toMatchObject({
      code: "WRONG_OUTPUT",
    });
    const none = target({ kind: "vm", availableBytes: () => 1.5 * 2 ** 30 });
    await expect(storm(none.fake)).rejects.toMatchObject({ code: "SHORT_OF_MEMORY" });
    expect(none.seen.closed).toBe(1);
  });

  it("leaves out steps for which the host has no memory, and says so", async () => {
    const { seen, fake } = target({
      kind: "vm",
      availableBytes: () => 1.5 * 2 ** 30 + 3 * 2 ** 28,
    });
    const { measurements, checks } = await storm(fake, { ...params, loads: "" });
    // The step with one machine was taken, and the one with four was not.
    expect(seen.prepared).toEqual([1, 8, 1]);
    expect(byMetric(measurements).get("rate")).toHaveLength(1);
    expect(checks?.at(-1)).toMatchObject({
      check: "storm.all-steps",
      holds: "no",
      evidence: {
        values: { inFlight: 4, why: { values: { wantedBytes: 1.5 * 2 ** 30 + 4 * 2 ** 28 } } },
      },
    });
  });

  it("takes one start alone where that is longer than a step", async () => {
    const { seen, fake } = target({ ms: 60 });
    const { checks } = await storm(fake, { ...params, budgetMs: 50 });
    expect(seen.prepared).toEqual([1, 2, 1]);
    expect(checks?.at(-1)).toMatchObject({
      holds: "no",
      evidence: { values: { inFlight: 4, why: { code: "evidence.no-time" } } },
    });
  });

  it("begins no more starts once memory runs short or the run is interrupted", async () => {
    const short = target({ ms: 20, availableBytes: (look) => (look > 4 ? 2 ** 30 : 2 ** 34) });
    const many = { ...params, starts: 500 };
    await expect(storm(short.fake, many)).rejects.toMatchObject({ code: "SHORT_OF_MEMORY" });
    const given = new AbortController();
    const interrupted = storm(target({ ms: 20 }).fake, many, given.signal);
    setTimeout(() => given.abort(), 100);
    await expect(interrupted).rejects.toMatchObject({ name: "AbortError" });
  });

  it("begins no more starts when a step's time is over", async () => {
    const { fake } = target({ ms: 20 });
    const { measurements } = await storm(fake, { ...params, starts: 500, budgetMs: 100 });
    const [alone = 0, four = 0] = (byMetric(measurements).get("starts") ?? []).map(
      ({ values }) => values[0] ?? 0,
    );
    expect(alone).toBeLessThanOrEqual(6);
    expect(four).toBeGreaterThan(alone);
  });

  it("is measured on all targets but those that are made up", () => {
    const targets = ["native", "fake"].map((id) => ({
      id,
      kind: id === "fake" ? "fake" : "native",
    })) as unknown as readonly TargetIdentity[];
    const { subjects } = planWorkload(experiment, {
      profile: "quick",
      params: {},
      size: { cpus: 1, memoryMiB: 64 },
      targets,
    });
    expect(subjects?.map(({ id }) => id)).toEqual(["native"]);
  });
});
