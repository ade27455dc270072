/** What the figures of one target say about one question. */
import type { Run, TargetState } from "../schema.ts";
import { type Analysis, NATIVE, type Row } from "../stats/analyze.ts";
import { isMadeUp } from "../stats/cells.ts";
import { type Evidence, pairedEvidence } from "../stats/evidence.ts";
import { pairedValues } from "../stats/overhead.ts";
import type { Question } from "./claim.ts";
import { picked } from "./picks.ts";

/**
 * `rounds`: evidence, whose bound decides at a level. `exact`: the answer is known, with the figure
 * that it comes from. `unknown` if nobody could tell.
 */
export type Finding =
  | {
      readonly kind: "rounds";
      readonly evidence: Evidence;
      readonly bound: number;
      /** The figure that is shown for a value on the scale of the evidence. */
      readonly shown: (value: number) => number;
      /** How many metrics it is a mean of. */
      readonly metrics: number;
      /** Too many rounds were lost to decide anything. */
      readonly lossy: boolean;
    }
  | {
      readonly kind: "exact";
      readonly answer: "yes" | "no" | "unknown";
      readonly figure: number;
      /** Of how many. */
      readonly of?: number;
      /** What it is compared with: a target. */
      readonly against?: string;
    };

type About<K extends Question["kind"]> = Extract<Question, { kind: K }>;

/** Undefined if the run did not measure it. */
export function findingOf(
  question: Exclude<Question, { kind: "elsewhere" }>,
  target: TargetState,
  run: Run,
  analysis: Analysis,
): Finding | undefined {
  switch (question.kind) {
    case "slowdown":
      return slowdown(question, target, run, analysis);
    case "start":
    case "start-added":
      return start(question, target, run, analysis);
    case "size":
      return size(question, target, run, analysis);
    case "promise":
      return check(question, target, analysis);
    case "bytes":
      return bytes(target, run);
  }
}

/** The geometric mean of the family's headlines, in each round that has all of them. */
function slowdown(
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

function start(
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

function size(
  { against, workload, bound, is }: About<"size">,
  target: TargetState,
  run: Run,
  { rows }: Analysis,
): Finding | undefined {
  const shipped = (id: string) =>
    headlines(rows, id).find((row) => row.workload === workload && row.is.exact === true)?.summary
      .median ?? 0;
  const others = picked([against], run).map(({ id }) => ({ id, bytes: shipped(id) }));
  const largest = others.reduce((a, b) => (b.bytes > a.bytes ? b : a), { id: "", bytes: 0 });
  const own = shipped(target.id);
  if (own <= 0 || largest.bytes <= 0) return undefined;
  const figure = own / largest.bytes;
  const answer = (is === "above" ? figure > bound : figure < bound) ? "yes" : "no";
  return { kind: "exact", answer, figure, against: largest.id };
}

function check(
  question: About<"promise">,
  { id }: TargetState,
  { checks }: Analysis,
): Finding | undefined {
  const found = checks.find(
    ({ subject, workload, check: name }) =>
      subject === id && workload === question.workload && name === question.check,
  );
  if (found === undefined) return undefined;
  const figure = found.counts.yes + found.counts.no + found.counts.unknown;
  return { kind: "exact", answer: found.holds, figure };
}

/** The figure is how many files are the same. */
function bytes({ toolHashes }: TargetState, { image }: Run): Finding | undefined {
  if (image.tools.length === 0) return undefined;
  const same = image.tools.filter(
    ({ name, sha256 }) => Object.hasOwn(toolHashes, name) && toolHashes[name] === sha256,
  ).length;
  const of = image.tools.length;
  return { kind: "exact", answer: same === of ? "yes" : "no", figure: same, of };
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
  return { kind: "rounds", evidence: pairedEvidence(finite), lossy, ...how };
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

function headlines(rows: readonly Row[], target: string): readonly Row[] {
  return rows.filter(
    ({ subject, is, metric }) => subject === target && is.role === "headline" && metric === is.id,
  );
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
