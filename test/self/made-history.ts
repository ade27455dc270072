/**
 * A history of runs, made from a real one: its rounds are drawn anew, and each run lands somewhere
 * else, as real runs do. Where a figure changed for good is known beforehand.
 */

import { type Random, seeded } from "../../bench/random.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import type { Made } from "../made-runs.ts";

/** What a figure is multiplied with, in the run at this place. */
export interface MadeChange {
  readonly target: string;
  readonly workload: string;
  readonly metric: string;
  factor(at: number): number;
}

export interface MadeHistory {
  readonly runs: number;
  readonly seed: number;
  readonly changes?: readonly MadeChange[];
  /** What else is different in the run at this place. */
  over?(run: Run, at: number): Partial<Run>;
}

/** Of metrics that declare none (docs/gate.md). */
const BETWEEN_RUNS = 0.05;
const DAY_MS = 86_400_000;

/** Runs of one host, a day apart, oldest first. */
export function madeHistory({ run, records }: Made, history: MadeHistory): readonly Made[] {
  const random = seeded(history.seed);
  return Array.from({ length: history.runs }, (_, at): Made => {
    const createdAt = new Date(Date.parse(run.createdAt) + at * DAY_MS).toISOString();
    const { planHash: _hash, finishedAt: _end, mergedFrom: _from, ...rest } = run;
    const made: Run = {
      ...rest,
      createdAt,
      finishedAt: createdAt,
      runId: `made-${createdAt.slice(0, 10).replaceAll("-", "")}-${at}`,
      bootId: `00000000-0000-0000-0000-${String(at).padStart(12, "0")}`,
    };
    return {
      run: { ...made, ...history.over?.(made, at) },
      records: drawnAnew(
        { run, records },
        random,
        factorsOf(run, history.changes ?? [], at, random),
      ),
    };
  });
}

/** A factor of each figure: where the run lands, and what changed for good. */
function factorsOf(
  run: Run,
  changes: readonly MadeChange[],
  at: number,
  random: Random,
): (target: string, workload: string, metric: string) => number {
  const factors = new Map<string, number>();
  const keyOf = (...names: readonly string[]) => JSON.stringify(names);
  for (const workload of run.workloads) {
    for (const metric of workload.metrics) {
      // A size is the same in all runs.
      if (metric.exact === true) continue;
      const deviation = metric.betweenRuns?.deviation ?? BETWEEN_RUNS;
      for (const { id } of run.targets) {
        // Native is what others are compared with. Half of a ratio's scatter is its own.
        const landed = Math.exp((deviation / Math.SQRT2) * normal(random));
        factors.set(keyOf(id, workload.id, metric.id), landed);
      }
    }
  }
  for (const { target, workload, metric, factor } of changes) {
    const key = keyOf(target, workload, metric);
    factors.set(key, (factors.get(key) ?? 1) * factor(at));
  }
  return (...names) => factors.get(keyOf(...names)) ?? 1;
}

/** Each round of the new run is one of the old run's, in which all targets were measured together. */
function drawnAnew(
  { run, records }: Made,
  random: Random,
  factorOf: ReturnType<typeof factorsOf>,
): readonly RunRecord[] {
  const rounds = Array.from({ length: run.rounds }, () => 1 + random.below(run.rounds));
  return records.map((record): RunRecord => {
    const { workload, subject, target } = record;
    const from = rounds[record.round - 1];
    const drawn =
      records.find(
        (one) => one.round === from && one.workload === workload && one.subject === subject,
      ) ?? record;
    if (drawn.outcome.status !== "ok") return { ...record, outcome: drawn.outcome };
    const measurements = drawn.outcome.measurements.map((one) => {
      const factor = factorOf(target, workload, one.metric);
      return { ...one, values: one.values.map((value) => value * factor) };
    });
    return { ...record, outcome: { ...drawn.outcome, measurements } };
  });
}

function normal(random: Random): number {
  const steps = 2 ** 30;
  return normalQuantile((random.below(steps) + 0.5) / steps);
}
