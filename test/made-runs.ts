/** Runs whose figures are made up: what has to be said of them is known beforehand. */
import { verbatim } from "../bench/messages.ts";
import type { Run, RunRecord, TargetState } from "../bench/schema.ts";
import { normalQuantile } from "../bench/stats/distributions.ts";
import { type Named, plannedAs } from "./declared.ts";
import { exampleRun } from "./golden/example.ts";

export interface MadeMetric extends Named {
  readonly workload: string;
  /** `round`: from 1. Undefined where there is none; a cell that has none at all has failed. */
  value(target: string, round: number): number | undefined;
}

export interface Made {
  readonly run: Run;
  readonly records: readonly RunRecord[];
}

const BEGIN = Date.parse("2026-01-02T03:04:06.000Z");

/** A run of these targets, of the workloads that the metrics name; a cell begins each second. */
export function madeRun(
  rounds: number,
  targets: readonly string[],
  metrics: readonly MadeMetric[],
  over: Partial<Run> = {},
): Made {
  const workloads = [...new Set(metrics.map(({ workload }) => workload))];
  const run: Run = {
    ...{ ...exampleRun(), rounds, warnings: [] },
    workloads: workloads.map((id) =>
      plannedAs(
        id,
        metrics.filter((metric) => metric.workload === id),
      ),
    ),
    targets: targets.map(targetNamed),
    ...over,
  };
  const records: RunRecord[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const workload of workloads) {
      const own = metrics.filter((metric) => metric.workload === workload);
      for (const target of targets) {
        const position = records.length;
        records.push({
          subject: target,
          target,
          workload,
          round,
          position,
          outcome: outcomeOf(own, target, round),
          startedAt: new Date(BEGIN + position * 1000).toISOString(),
          ...{ wallNs: 1e9, timedNs: 1e8, lifecycle: [], channelNs: [], warnings: [] },
        });
      }
    }
  }
  return { run, records };
}

/** That of the example, or one like its crun. */
function targetNamed(id: string): TargetState {
  const { targets } = exampleRun();
  const like = targets.find((target) => target.id === id && target.ok);
  return { ...(like ?? (targets[1] as TargetState)), id };
}

function outcomeOf(
  metrics: readonly MadeMetric[],
  target: string,
  round: number,
): RunRecord["outcome"] {
  const measurements = metrics.flatMap(({ metric, value }) => {
    const given = value(target, round);
    return given === undefined ? [] : [{ metric, clock: "host" as const, values: [given] }];
  });
  if (measurements.length > 0) return { status: "ok", measurements };
  return {
    ...{ status: "failed", phase: "exec", code: "INSTANCE_DIED", stderrTail: "" },
    ...{ reason: verbatim("it broke"), remedy: verbatim("mend it") },
  };
}

/**
 * A factor of this round, symmetric about 1 on the scale of logarithms: five values in turn, from
 * `by` twice below to `by` twice above.
 */
export function scatter(round: number, by: number): number {
  return Math.exp(by * ((round % 5) - 2));
}

/** The same, as of a normal distribution with this standard deviation, evenly drawn. */
export function noise(round: number, by: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Math.exp(by * normalQuantile((0.5 + round * golden) % 1));
}

/** The first byte of a start: 15 ms on every target, and so many times as slow on head, `runc`. */
export function ready(factor: number, { by = 0.01, baseNs = 15e6, of = scatter } = {}): MadeMetric {
  return {
    ...{ workload: "start.exec", metric: "ready" },
    value: (target, round) => (target === "runc" ? baseNs * factor * of(round, by) : baseNs),
  };
}
