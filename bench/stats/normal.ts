/** Decides which earlier runs are normal, and how far a new run is from them. */
import { say } from "../messages.ts";
import type { Message } from "../types.ts";
import { runProblem } from "./baseline.ts";
import { type Analyzed, clockProblem, type JudgedMetric, rowOf, triesOf } from "./cells.ts";
import { changePoints } from "./change-points.ts";
import { comparable } from "./comparable.ts";
import { ERRORS } from "./decide.ts";
import type { Evidence } from "./evidence.ts";
import { sideOf } from "./interleaved.ts";
import type { Tries } from "./judgement.ts";
import { type CellRule, marginFor } from "./margins.ts";
import { type RunLevel, runLevel } from "./run-level.ts";
import { medianOf } from "./summary.ts";
import { evidenceOfNights } from "./windows.ts";

/** Fewer runs do not show how much runs scatter. */
export const FEWEST_RUNS = 5;
export interface HistoryCell {
  readonly target: string;
  readonly workload: string;
  readonly kind: JudgedMetric;
}

/** What the earlier runs say about a cell. */
export interface Series {
  /** Runs that say what is normal. */
  readonly normal: readonly EarlierRun[];
  /** All runs that are comparable. */
  readonly known: readonly EarlierRun[];
  /** Where the level of the comparable runs changed for good: the place of the first run. */
  readonly changes: readonly number[];
  /** Estimates of the comparable runs, from one lasting change to the next. */
  readonly stretches: readonly (readonly number[])[];
  /** Runs from one that was out of line, as long as it was not mended; oldest first. */
  readonly worse: readonly EarlierRun[];
  /** The first run of a level that has lasted, is worse than normal, and was not accepted. */
  readonly worseSince: string | undefined;
  /** Runs that could not be used, and why. */
  readonly left: readonly Message[];
}

export interface EarlierRun {
  readonly runId: string;
  readonly createdAt: string;
  readonly level: RunLevel;
  readonly value: number;
  readonly p90: number | undefined;
  readonly tries: Tries;
}

export function seriesOf(
  runs: readonly Analyzed[],
  head: Analyzed,
  cell: HistoryCell,
  accepted: readonly string[],
  rule: CellRule,
): Series {
  const left: Message[] = [];
  const known = runs.flatMap((of): EarlierRun[] => {
    const { runId, createdAt } = of.run;
    const found = knownOf(of, head, cell);
    if ("level" in found) return [{ runId, createdAt, ...found }];
    left.push(say("verdicts-runs.left", { runId, why: found.why }));
    return [];
  });
  const estimates = known.map(({ level }) => level.estimate);
  const changes = changesOf(known);
  const stretches = [0, ...changes].map((from, at) => estimates.slice(from, changes[at]));
  const margin = (median: number) => marginFor(rule, median, cell.kind.better).effective;
  return { ...normalOf(known, new Set(accepted), margin), known, changes, stretches, left };
}

/** What a run says about a cell, or why it cannot be used. */
function knownOf(
  of: Analyzed,
  head: Analyzed,
  cell: HistoryCell,
): Omit<EarlierRun, "runId" | "createdAt"> | { readonly why: Message } {
  const { target, workload, kind } = cell;
  const [difference] = comparable(of.run, head.run, workload, target);
  if (difference !== undefined) return { why: difference.field };
  const row = rowOf(of, target, workload, kind.metric);
  const level = runLevel(of, target, workload, kind.metric);
  const problem = clockProblem(of) ?? runProblem(of, { ...cell.kind, target, workload });
  if (problem !== undefined) return { why: problem.reason };
  if (row !== undefined && row.unit !== kind.unit)
    return { why: say("verdicts-runs.has-it-in", { metric: kind.metric, unit: row.unit }) };
  if (row === undefined || level === undefined) {
    return { why: say("verdicts-runs.not-both-with-native") };
  }
  return {
    level,
    value: medianOf([...row.rounds.values()]),
    p90: sideOf(row)?.p90,
    tries: triesOf(of, target, workload),
  };
}

/**
 * Selects the runs that say what is normal. A gate that took every lasting level as normal would
 * call a regression once, and then pass it. So two kinds of run are left out: those from one that
 * was out of line when it came, until a later one shows that this was mended; and the runs of a
 * level that got worse by so little that several runs were needed to see it.
 * A run that was accepted is the exception: normal begins anew with it. Normal also begins anew
 * with a level that has become better for good.
 */
function normalOf(
  known: readonly EarlierRun[],
  accepted: ReadonlySet<string>,
  margin: (median: number) => number,
): Pick<Series, "normal" | "worse" | "worseSince"> {
  let normal: EarlierRun[] = [];
  let worse: EarlierRun[] = [];
  for (const run of known) {
    if (accepted.has(run.runId) && isWorst(run, normal)) {
      normal = [run];
      worse = [];
      continue;
    }
    const found = verdictOn(run, normal, worse, margin);
    if (found === "worse") worse.push(run);
    else if (found === "harmless" || worse.length === 0) {
      normal.push(run);
      worse = [];
    } else worse.push(run);
  }
  let worseSince = worse[0]?.runId;
  for (;;) {
    const [at, next] = changesOf(normal);
    if (at === undefined) return { normal, worse, worseSince };
    const [before, after] = [normal.slice(0, at), normal.slice(at, next)];
    const gotWorse = levelOf(after) > levelOf(before);
    if (gotWorse && !after.some(({ runId }) => accepted.has(runId))) {
      normal = [...before, ...(next === undefined ? [] : normal.slice(next))];
      // If the level has not ended, all later runs belong to it.
      if (next === undefined) {
        worseSince = after[0]?.runId;
        worse = [...after, ...worse];
      }
    } else {
      normal = normal.slice(at);
    }
  }
}

/** What is said of a run, given the normal ones before it, and the worse ones since. */
function verdictOn(
  { level }: EarlierRun,
  normal: readonly EarlierRun[],
  worse: readonly EarlierRun[],
  margin: (median: number) => number,
): "worse" | "harmless" | "open" {
  if (normal.length < FEWEST_RUNS) return "harmless";
  const bound = Math.log1p(margin(medianOf(normal.map(({ value }) => value))));
  const evidence = evidenceOfRun(level, normal, worse);
  if (evidence.pAbove(bound) <= ERRORS.alpha) return "worse";
  return evidence.pBelow(bound) <= ERRORS.beta ? "harmless" : "open";
}

/**
 * How far a run is from the normal ones. Those before it on the same level are asked with it: the
 * worse ones, or else the last normal ones, which then say nothing of what is normal.
 */
export function evidenceOfRun(
  now: RunLevel,
  normal: readonly EarlierRun[],
  worse: readonly EarlierRun[],
): Evidence {
  const levels = normal.map(({ level }) => level);
  const others = worse.map(({ level }) => level);
  return evidenceOfNights((nights) => {
    const before = nights - 1;
    if (others.length > 0) {
      if (before > others.length) return undefined;
      return { recent: [...others.slice(others.length - before), now], normal: levels };
    }
    const rest = levels.length - before;
    if (before > 0 && rest < FEWEST_RUNS) return undefined;
    return { recent: [...levels.slice(rest), now], normal: levels.slice(0, rest) };
  }, others.length > 0);
}

function isWorst({ level }: EarlierRun, normal: readonly EarlierRun[]): boolean {
  return normal.every((other) => other.level.estimate < level.estimate);
}

function levelOf(runs: readonly EarlierRun[]): number {
  return medianOf(runs.map(({ level }) => level.estimate));
}

function changesOf(runs: readonly EarlierRun[]): readonly number[] {
  if (runs.length < 2 * FEWEST_RUNS) return [];
  const series = runs.map(({ level }) => Math.exp(level.estimate));
  return changePoints(series, { seed: 1, minSegment: FEWEST_RUNS }).map(({ index }) => index);
}
