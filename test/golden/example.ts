/** A small run with every kind of outcome, and with text that must be escaped everywhere. */

import { experiment as primes } from "../../bench/experiments/cpu.sysbench.ts";
import { experiment as image } from "../../bench/experiments/image.size.ts";
import { experiment as start } from "../../bench/experiments/start.exec.ts";
import { verbatim } from "../../bench/messages.ts";
import { type Run, type RunRecord, SCHEMA_VERSION, type TargetState } from "../../bench/schema.ts";
import { plannedAs } from "../declared.ts";

const SIZE = { cpus: 1, memoryMiB: 512 };

const HOSTILE = '=cmd()|</script><img src=x onerror="alert(1)">&`*_';

function target(id: string, rung: number, extra: Partial<TargetState>): TargetState {
  return {
    ...{ id, rung, title: id, kind: "native", adds: "nothing", ok: true, facts: {} },
    toolHashes: { busybox: "ab12" },
    ...extra,
  };
}

export function exampleRun(): Run {
  return {
    schema: SCHEMA_VERSION,
    isotax: "0.1.0",
    runId: "20260102-030405-beef",
    status: "complete",
    createdAt: "2026-01-02T03:04:05.000Z",
    finishedAt: "2026-01-02T03:05:05.000Z",
    profile: "quick",
    seed: 42,
    rounds: 3,
    cpus: [1],
    harnessCpus: [0],
    memoryMiB: 512,
    workloads: [
      {
        ...plannedAs("start.exec", [], { iterations: 2, budgetMs: 100 }),
        title: `Cold start ${HOSTILE}`,
        metrics: [...start.metrics(start.params.quick, SIZE)],
      },
      {
        ...plannedAs("cpu.sysbench", [], { seconds: 1 }),
        title: "Primes",
        metrics: [...primes.metrics(primes.params.quick, SIZE)],
      },
      {
        ...plannedAs("image.size", [], {}),
        title: "Image",
        metrics: [...image.metrics({}, SIZE)],
      },
    ],
    targets: [
      target("native", 0, {}),
      target("crun", 60, {
        ...{ kind: "runtime", adds: `a runtime ${HOSTILE}`, below: ["overlay", "native"] },
      }),
      target("crun-warm", 61, {
        ...{
          kind: "runtime",
          adds: "a warm start",
          warm: true,
          below: ["crun", "overlay", "native"],
        },
      }),
      target("docker", 100, {
        ...{ kind: "engine", adds: "a daemon", ok: false, toolHashes: {} },
        reason: verbatim(`${HOSTILE} no daemon answers`),
        remedy: verbatim("sudo apt-get install docker.io"),
      }),
      target("qemu-microvm", 200, {
        ...{ kind: "vm", adds: "a guest kernel", below: ["native"] },
        facts: { accelerator: "tcg", "accelerator reason": "/dev/kvm does not exist" },
      }),
    ],
    host: { CPU: "Example 9000", OS: "Debian 12", kernel: "6.1.0", virtualization: "none" },
    bootId: "00000000-0000-0000-0000-000000000000",
    image: {
      digest: "d1",
      tools: [{ name: "busybox", imagePath: "/bin/busybox", sha256: "ab12", version: "1.35.0" }],
    },
    calibration: { start: { channelNs: [30_000, 40_000], floorNs: [350_000] } },
    warnings: [
      {
        code: "busy-machine",
        message: verbatim("CPUs were 30% busy"),
        remedy: verbatim("stop what runs"),
      },
    ],
    harness: { setupMs: 1000, wallMs: 60_000, estimates: [] },
  };
}

export function exampleRecords(): RunRecord[] {
  const records: RunRecord[] = [];
  const add = (
    target: string,
    workload: string,
    round: number,
    outcome: RunRecord["outcome"],
  ): void => {
    records.push({
      subject: target,
      target,
      workload,
      round,
      outcome,
      position: records.length,
      startedAt: "2026-01-02T03:04:06.000Z",
      ...{ wallNs: 2e9, timedNs: 1e9, lifecycle: [], channelNs: [50_000], warnings: [] },
    });
  };
  const start = (ready: number, extra: number): RunRecord["outcome"] => ({
    status: "ok",
    measurements: [
      { metric: "ready", clock: "host", values: [ready, ready + 1000] },
      { metric: "exited", clock: "host", values: [ready + extra] },
    ],
  });
  const cost = (metric: string, ns: number) => ({
    metric,
    at: { work: 10 },
    clock: "host" as const,
    values: [ns * 10],
  });
  const primes = (rate: number): RunRecord["outcome"] => ({
    status: "ok",
    measurements: [
      { metric: "primes", clock: "guest", values: [rate] },
      cost("primes.host-cpu", 1e9 / rate),
      cost("primes.host-cpu/user", 0.9e9 / rate),
      cost("primes.host-cpu/system", 0.1e9 / rate),
    ],
  });
  for (const round of [1, 2, 3]) {
    add("native", "start.exec", round, start(400_000 + round * 1e4, 1e5));
    add("crun", "start.exec", round, start(15e6 + round * 1e5, 1e6));
    add("crun-warm", "start.exec", round, {
      status: "ok",
      measurements: [
        { metric: "ready", clock: "host", values: [3e6 + round * 1e5] },
        { metric: "prework", clock: "host", values: [2e7 + round * 1e5] },
      ],
    });
    add("qemu-microvm", "start.exec", round, start(1.2e9 + round * 1e7, 2e7));
    add("native", "cpu.sysbench", round, primes(5000 + round));
    add(
      "crun",
      "cpu.sysbench",
      round,
      round === 2
        ? {
            ...{
              status: "failed",
              phase: "exec",
              code: "INSTANCE_DIED",
              remedy: verbatim("run again"),
            },
            reason: verbatim(`the instance ended ${HOSTILE}`),
            stderrTail: `last words\n\u001b[31m${HOSTILE}`,
          }
        : primes(4990 + round),
    );
    add("qemu-microvm", "cpu.sysbench", round, primes(1000 + round));
  }
  for (const workload of ["start.exec", "cpu.sysbench", "image.size"]) {
    add("docker", workload, 1, {
      ...{ status: "unavailable", reason: verbatim(`${HOSTILE} no daemon answers`) },
      remedy: verbatim("sudo apt-get install docker.io"),
    });
  }
  const bytes = (metric: string, part: string, value: number) => ({
    metric,
    at: { part },
    clock: "host" as const,
    values: [value],
  });
  add("native", "image.size", 1, {
    status: "ok",
    measurements: [bytes("shipped", "nothing", 0), bytes("disk", "nothing", 0)],
  });
  add("crun", "image.size", 1, {
    status: "ok",
    measurements: [bytes("shipped", "libraries", 7e7), bytes("disk", "libraries", 2e8)],
  });
  return records;
}
