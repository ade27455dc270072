/** Findings that rest on rounds: slowdowns and starts. */
import type { Run, TargetState } from "../schema.ts";
import { type Analysis, NATIVE, type Row } from "../stats/analyze.ts";
import { isMadeUp } from "../stats/cells.ts";
import { pairedEvidence } from "../stats/evidence.ts";
import { pairedValues } from "../stats/overhead.ts";
import { type About, type Finding, headlines } from "./finding.ts";

/** The geometric mean of the family's headlines, in each round that has all of them. */
export function slowdown(
  { family, bound }: About<"slowdown">,
  target: TargetState,
  run: Run,
  analysis: Analysis,
): Finding | undefined {
  const { rows } = analysis;
  const pairs = headlines(rows, target.id).flatMap((row) => {
    const native = row.family === family && row.is.against === "ratio" && nativeOf(row, run, rows);
    return native ? [{ row, native }] : [];
  });
  if (pairs.length === 0) return undefined;
  const rounds = new Set(pairs.flatMap(({ row, native }) => [...triedOf([row, native], analysis)]));
  const logs = [...rounds].flatMap((round) => {
    const ratios = pairs.flatMap(({ row, native }) =>
      pairedValues("slowdown", row.better, only(row, round), only(native, round)),
    );
    if (ratios.length < pairs.length) return [];
    return [ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length];
  });
  return ofRounds(logs, rounds.size, {
    bound: Math.log(bound),
    shown: Math.exp,
    metrics: pairs.length,
  });
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
    return ofRounds(added, tried, { bound: question.bound, shown: (ns) => ns, metrics: 1 });
  }
  const times = [...row.rounds.values()].filter((ns) => ns > 0).map(Math.log);
  const tried = triedOf([row], analysis).size;
  return ofRounds(times, tried, { bound: Math.log(question.bound), shown: Math.exp, metrics: 1 });
}

/** If more of its rounds than this are lost, the others say little. */
const MOST_LOST = 0.1;

function ofRounds(
  values: readonly number[],
  tried: number,
  how: Pick<Extract<Finding, { kind: "rounds" }>, "bound" | "shown" | "metrics">,
): Finding | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const lossy = finite.length < (1 - MOST_LOST) * tried;
  const evidence = pairedEvidence(inBlocks(finite));
  return { kind: "rounds", evidence, rounds: finite.length, lossy, ...how };
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
function triedOf(rows: readonly Row[], { notMeasured }: Analysis): ReadonlySet<number> {
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
  const state = run.targets.find(({ id }) => id === NATIVE);
  if (state === undefined || isMadeUp(state)) return undefined;
  return headlines(rows, NATIVE).find(
    ({ workload, metric }) => workload === row.workload && metric === row.metric,
  );
}

function only({ rounds }: Row, round: number): ReadonlyMap<number, number> {
  const value = rounds.get(round);
  return new Map(value === undefined ? [] : [[round, value]]);
}
