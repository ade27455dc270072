/** Runs of made-up figures, for gates whose code wants a run: of each cell some starts, or none. */

import { experiment } from "../../bench/experiments/start.exec.ts";
import { verbatim } from "../../bench/messages.ts";
import { type Run, type RunRecord, SCHEMA_VERSION } from "../../bench/schema.ts";

export interface MadeRun {
  readonly runId: string;
  readonly targets: readonly string[];
  readonly rounds: number;
  /** `ready`, in ns, of each start of a target in a round, from 1; undefined where it failed. */
  starts(target: string, round: number): readonly number[] | undefined;
}

const WORKLOAD = experiment.id;
const BEGAN = Date.parse("2026-01-02T03:04:05.000Z");

export function made(of: MadeRun): { readonly run: Run; readonly records: readonly RunRecord[] } {
  const records: RunRecord[] = [];
  for (let round = 1; round <= of.rounds; round++) {
    for (const target of of.targets) {
      records.push(recordOf(target, round, records.length, of.starts(target, round)));
    }
  }
  return { run: runOf(of), records };
}

function recordOf(
  target: string,
  round: number,
  position: number,
  starts: readonly number[] | undefined,
): RunRecord {
  return {
    subject: target,
    target,
    workload: WORKLOAD,
    round,
    position,
    startedAt: new Date(BEGAN + position * 1000).toISOString(),
    wallNs: 1e9,
    timedNs: 1e8,
    lifecycle: [],
    channelNs: [],
    warnings: [],
    outcome: starts === undefined ? FAILED : started(starts),
  };
}

const FAILED: RunRecord["outcome"] = {
  status: "failed",
  phase: "start",
  code: "INSTANCE_DIED",
  reason: verbatim("it broke"),
  remedy: verbatim("mend it"),
  stderrTail: "",
};

function started(starts: readonly number[]): RunRecord["outcome"] {
  return {
    status: "ok",
    measurements: [
      { metric: "ready", clock: "host", values: [...starts] },
      { metric: "exited", clock: "host", values: starts.map((value) => 1.1 * value) },
    ],
  };
}

function runOf({ runId, targets, rounds }: MadeRun): Run {
  return {
    schema: SCHEMA_VERSION,
    isotax: "0.0.0",
    runId,
    status: "complete",
    createdAt: new Date(BEGAN).toISOString(),
    profile: "quick",
    seed: 1,
    rounds,
    cpus: [1],
    harnessCpus: [0],
    memoryMiB: 512,
    workloads: [
      {
        id: WORKLOAD,
        version: 1,
        title: WORKLOAD,
        family: experiment.family,
        params: {},
        metrics: [...experiment.metrics(experiment.params.quick, { cpus: 1, memoryMiB: 512 })],
      },
    ],
    targets: targets.map((id, rung) => ({
      id,
      title: id,
      kind: id === "native" ? "native" : "runtime",
      adds: "nothing",
      rung,
      ok: true,
      facts: {},
      toolHashes: {},
    })),
    host: {},
    bootId: "made-up",
    image: { digest: "made-up", tools: [] },
    calibration: {},
    warnings: [],
    harness: { setupMs: 0, estimates: [] },
  };
}
