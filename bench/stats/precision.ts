/** Finds the workloads whose intervals are still too wide. */
import type { Run, RunRecord } from "../schema.ts";
import type { TargetKind } from "../types.ts";
import { analyze, NATIVE, type Row } from "./analyze.ts";
import type { Looks } from "./judge.ts";
import { shareOf } from "./looks.ts";
import { ruleFor } from "./margins.ts";
import { pairedValues } from "./overhead.ts";
import { CONFIDENCE, intervalOf, summarize } from "./summary.ts";

/**
 * Workloads with a metric whose interval is wider than `precision` to either side, as a share of
 * its median. The interval is that of the overhead where there is one, otherwise that of the value.
 * Metrics that a gate would not judge (tails, costs, moments within a start) need not be precise.
 * Each look has its share of the error.
 */
export function impreciseWorkloads(
  run: Run,
  records: readonly RunRecord[],
  precision: number,
  { taken, planned }: Looks,
): ReadonlySet<string> {
  const kinds = new Map(run.targets.map(({ id, kind }) => [id, kind]));
  const confidence = 1 - (1 - CONFIDENCE) * shareOf(taken.at(-1) ?? 0, planned);
  const { rows } = analyze(run, records);
  const imprecise = rows.filter(
    (row) =>
      isJudged(row, kinds.get(row.target)) && !isPrecise(toldOf(row, rows), precision, confidence),
  );
  return new Set(imprecise.map(({ workload }) => workload));
}

function isJudged(row: Row, kind: TargetKind = "runtime"): boolean {
  return ruleFor({ ...row, kind }, undefined, []).gated;
}

/** The overhead of each round where there is one, otherwise the value. */
function toldOf(row: Row, rows: readonly Row[]): readonly number[] {
  const { overhead, workload, metric, better } = row;
  const native = rows.find(
    (one) => one.target === NATIVE && one.workload === workload && one.metric === metric,
  );
  if (overhead === undefined || native === undefined) return [...row.rounds.values()];
  return pairedValues(overhead.kind, better, row.rounds, native.rounds);
}

function isPrecise(values: readonly number[], precision: number, confidence: number): boolean {
  const { median } = summarize(values);
  const interval = intervalOf(
    [...values].sort((a, b) => a - b),
    confidence,
  );
  if (interval === undefined || interval.confidence < confidence) return false;
  const half = Math.max(interval.high - median, median - interval.low);
  return half <= precision * Math.abs(median);
}
