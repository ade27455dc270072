/** Findings that rest on rounds: slowdowns and starts. */
import type { Run, TargetState } from "../schema.ts";
import { type Analysis, NATIVE, type Row } from "../stats/analyze.ts";
import { isMadeUp } from "../stats/cells.ts";
import { pairedEvidence } from "../stats/evidence.ts";
import { familySlowdown } from "../stats/family.ts";
import { pairedValues } from "../stats/overhead.ts";
import { summarize } from "../stats/summary.ts";
import { type About, type Finding, headlines } from "./finding.ts";

/** The family's slowdown, as cards have it. */
export function slowdown(
  { family, bound }: About<"slowdown">,
  target: TargetState,
  run: Run,
  analysis: Analysis,
): Finding | undefined {
  const found = hasNative(run) ? familySlowdown(analysis.rows, target.id, family) : undefined;
  if (found === undefined) return undefined;
  const { slowdowns, pairs } = found;
  const tried = triedOf(
    pairs.flatMap(({ row, native }) => [row, native]),
    analysis,
  );
  return ofRounds(slowdowns, tried.size, { bound, scale: LOGARITHM, metrics: pairs.length });
}

export function start(
  question: About<"start" | "start-added">,
  target: TargetState,
  run: Run,
  analysis: Analysis,
): Finding | undefined {
  const { rows } = analysis;
  const row = headlines(rows, target.id).find(
    ({ workload, is }) => workload === question.workload && is.each === "start",
  );
  if (row === undefined) return undefined;
  if (question.kind === "start-added") {
    const native = nativeOf(row, run, rows);
    if (native === undefined) return undefined;
    const added = pairedValues("difference", row.better, row.rounds, native.rounds);
    const tried = triedOf([row, native], analysis).size;
    return ofRounds(added, tried, { bound: question.bound, scale: LINEAR, metrics: 1 });
  }
  const times = [...row.rounds.values()].filter((ns) => ns > 0);
  const tried = triedOf([row], analysis).size;
  return ofRounds(times, tried, { bound: question.bound, scale: LOGARITHM, metrics: 1 });
}

/** The scale of the evidence, and the way back. */
export interface Scale {
  readonly of: (shown: number) => number;
  readonly shown: (value: number) => number;
}
const LINEAR: Scale = { of: (shown) => shown, shown: (value) => value };
export const LOGARITHM: Scale = { of: Math.log, shown: Math.exp };

/** If more of its rounds than this are lost, the others say little. */
const MOST_LOST = 0.1;

export function ofRounds(
  values: readonly number[],
  tried: number,
  { bound, scale, metrics }: { readonly bound: number; readonly scale: Scale; metrics: number },
): Finding | undefined {
  const finite = values.filter((value) => Number.isFinite(scale.of(value)));
  if (finite.length === 0) return undefined;
  return {
    kind: "rounds",
    evidence: pairedEvidence(inBlocks(finite.map(scale.of))),
    summary: summarize(finite),
    rounds: finite.length,
    bound: scale.of(bound),
    shown: scale.shown,
    metrics,
    lossy: finite.length < (1 - MOST_LOST) * tried,
  };
}

/** The test's time and memory grow with the square of this. */
const MOST_VALUES = 1000;

/** Means of as many neighbouring rounds each as it takes to have no more values than that. */
function inBlocks(values: readonly number[]): readonly number[] {
  const size = Math.ceil(values.length / MOST_VALUES);
  if (size === 1) return values;
  const blocks = Array.from({ length: Math.floor(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );
  return blocks.map((block) => block.reduce((sum, value) => sum + value, 0) / block.length);
}

/** The rounds in which one of these was measured, or failed. */
export function triedOf(rows: readonly Row[], { notMeasured }: Analysis): ReadonlySet<number> {
  const failed = notMeasured.filter(
    ({ status, target, workload }) =>
      status === "failed" &&
      rows.some((row) => row.subject === target && row.workload === workload),
  );
  return new Set([
    ...rows.flatMap(({ rounds }) => [...rounds.keys()]),
    ...failed.flatMap(({ rounds }) => rounds),
  ]);
}

function nativeOf(row: Row, run: Run, rows: readonly Row[]): Row | undefined {
  if (!hasNative(run)) return undefined;
  return headlines(rows, NATIVE).find(
    ({ workload, metric }) => workload === row.workload && metric === row.metric,
  );
}

function hasNative({ targets }: Run): boolean {
  const state = targets.find(({ id }) => id === NATIVE);
  return state !== undefined && !isMadeUp(state);
}
