/**
 * Compares a run with the runs before it, by the ratio to native in each run. It asks two questions
 * about each cell. Is this run out of line with the last ones (a prediction interval)? Have the
 * last runs, this one included, crept away from an anchor, such as a release? No single run would
 * show that.
 */
import { isEmulated } from "../emulation.ts";
import { say } from "../messages.ts";
import type { Message } from "../types.ts";
import { NATIVE } from "./analyze.ts";
import { type Allowed, runProblem, sideOfRun } from "./baseline.ts";
import {
  type Analyzed,
  clockProblem,
  metricsOfSides,
  rowOf,
  stateOf,
  targetKindOf,
  toldOf,
  triesOf,
} from "./cells.ts";
import { comparable } from "./comparable.ts";
import { combined, type Evidence, studentEvidence } from "./evidence.ts";
import { type Candidate, judge, type Problem } from "./judge.ts";
import type { Against, CellVerdict, Side, Trend, Tries } from "./judgement.ts";
import { type CellRule, marginFor, ruleFor } from "./margins.ts";
import { beyondOf, momentsOf } from "./moments.ts";
import {
  type EarlierRun,
  evidenceOfRun,
  FEWEST_RUNS,
  type HistoryCell,
  type Series,
  seriesOf,
} from "./normal.ts";
import { type RunLevel, runLevel } from "./run-level.ts";
import { medianOf } from "./summary.ts";

/** How many runs say where things stand now, this one included. */
const RECENT = 5;
/** How many of the runs that could not be used are named. */
const MOST_LEFT = 3;

export interface History {
  /** Earlier runs, oldest first. */
  readonly runs: readonly Analyzed[];
  /** A reference run that the others must not creep away from. */
  readonly anchor?: Analyzed | undefined;
  /** Ids of runs that somebody accepted: a worse level that begins there is the new normal. */
  readonly accepted?: readonly string[] | undefined;
}

export function judgeHistory(
  { runs, anchor, accepted = [] }: History,
  head: Analyzed,
  allowed: Allowed,
): CellVerdict[] {
  const all = cellsOf([...runs, ...(anchor === undefined ? [] : [anchor]), head], allowed);
  const asked = all.flatMap((cell) => {
    const series = seriesOf(runs, head, cell, accepted, ruleOf(cell, head, allowed));
    return [
      candidate(cell, head, allowed, predictionOf(series, head, cell)),
      ...(anchor === undefined
        ? []
        : [candidate(cell, head, allowed, creepOf(series, anchor, head, cell))]),
    ];
  });
  return judge(asked, { taken: [head.run.rounds], planned: [head.run.rounds] });
}

function cellsOf(runs: readonly Analyzed[], { rules }: Allowed): readonly HistoryCell[] {
  const targets = new Set(runs.flatMap(({ run }) => run.targets.map(({ id }) => id)));
  const workloads = new Set(runs.flatMap(({ run }) => run.workloads.map(({ id }) => id)));
  targets.delete(NATIVE);
  return [...workloads].flatMap((workload) =>
    [...targets].flatMap((target) => {
      const sides = runs.map((of) => ({ of, target }));
      return metricsOfSides(sides, workload, rules).map((kind) => ({ target, workload, kind }));
    }),
  );
}

/** What a cell is compared with. */
interface HistoryQuestion {
  readonly against: Against;
  readonly side?: Side | undefined;
  readonly tries: Tries;
  readonly problem?: Problem | undefined;
  readonly evidence?: Evidence | undefined;
  readonly trend?: Trend | undefined;
  readonly ifWorse?: Message | undefined;
  readonly stillWorse?: Message | undefined;
}

function predictionOf(series: Series, head: Analyzed, cell: HistoryCell): HistoryQuestion {
  const { normal, worse, worseSince, left } = series;
  const now = runLevel(head, cell.target, cell.workload, cell.kind.metric);
  // The number of runs is left out, because tools recognise a test by its name.
  const against = { what: "earlier-runs" } as const;
  const side =
    normal.length === 0
      ? undefined
      : {
          median: medianOf(normal.map(({ value }) => value)),
          n: normal.length,
          of: "run" as const,
          ...tailOf(normal),
          ...timesOf(normal),
        };
  const tries = {
    rounds: normal.reduce((sum, run) => sum + run.tries.rounds, 0),
    failed: normal.reduce((sum, run) => sum + run.tries.failed, 0),
  };
  const trend =
    now === undefined || normal.length === 0
      ? undefined
      : trendOf(series, head, now, momentsOf(normal.map(({ level }) => level.estimate)).mean);
  if (normal.length < FEWEST_RUNS) {
    return {
      against,
      side,
      tries,
      trend,
      problem: {
        reason: say("verdicts-runs.too-few-for-scatter", {
          runs: normal.length,
          fewest: FEWEST_RUNS,
          left: left.slice(0, MOST_LEFT),
          more: Math.max(0, left.length - MOST_LEFT),
        }),
        remedy: say("verdicts-runs.keep-or-turns"),
      },
    };
  }
  if (now === undefined) return { against, side, tries };
  return {
    against,
    side,
    tries,
    trend,
    ifWorse:
      worseSince === undefined
        ? say("verdicts-runs.accept-this", { runId: head.run.runId })
        : say("verdicts-runs.accept-since", { runId: worseSince }),
    evidence: evidenceOfRun(now, normal, worse),
    ...(worse[0] === undefined
      ? {}
      : { stillWorse: say("verdicts-runs.still-worse", { runId: worse[0].runId }) }),
  };
}

/** All runs on the scale of the question: how much worse than `reference`, a logarithm. */
function trendOf(
  { known, normal, changes }: Series,
  { run: { runId, createdAt } }: Analyzed,
  now: RunLevel,
  reference: number,
): Trend {
  const slowdown = ({ estimate }: RunLevel) => Math.exp(estimate - reference);
  const earlier = known.map((run) => ({
    runId: run.runId,
    createdAt: run.createdAt,
    slowdown: slowdown(run.level),
    normal: normal.includes(run),
  }));
  return {
    runs: [...earlier, { runId, createdAt, slowdown: slowdown(now), normal: false }],
    changes,
  };
}

function tailOf(runs: readonly EarlierRun[]): Pick<Side, "p90"> {
  const tails = runs.flatMap(({ p90 }) => p90 ?? []);
  return tails.length < runs.length ? {} : { p90: medianOf(tails) };
}

function timesOf(runs: readonly EarlierRun[]): Pick<Side, "timesNative"> {
  const times = runs.flatMap(({ level }) => level.timesNative ?? []);
  return times.length < runs.length ? {} : { timesNative: medianOf(times) };
}

function creepOf(
  series: Series,
  anchor: Analyzed,
  head: Analyzed,
  cell: HistoryCell,
): HistoryQuestion {
  const { target, workload, kind } = cell;
  const { known, stretches } = series;
  const against = { what: "anchor", runId: anchor.run.runId } as const;
  const [then, now] = [anchor, head].map((of) => runLevel(of, target, workload, kind.metric));
  const row = rowOf(anchor, target, workload, kind.metric);
  const side = row?.unit === kind.unit ? sideOfRun(row, then) : undefined;
  const tries = triesOf(anchor, target, workload);
  const [difference] = comparable(anchor.run, head.run, workload, target);
  if (difference !== undefined) {
    const { field, base, head: now, remedy } = difference;
    return {
      against,
      side,
      tries,
      problem: {
        reason: say("verdicts-runs.anchor-not-comparable", { field, base, head: now }),
        remedy: remedy ?? say("verdicts-runs.release-anew"),
      },
    };
  }
  const problem = clockProblem(anchor) ?? runProblem(anchor, { ...kind, target, workload });
  if (problem === undefined && row !== undefined && side === undefined) {
    return {
      against,
      tries,
      problem: {
        reason: say("verdicts-runs.anchor-unit", { base: row.unit, head: kind.unit }),
        remedy: say("verdicts-runs.release-anew-by-version"),
      },
    };
  }
  if (problem !== undefined || then === undefined || now === undefined)
    return { against, side, tries, problem };
  const levels = known.map(({ level }) => level);
  const recent = [...levels, now].slice(-RECENT);
  if (levels.length < FEWEST_RUNS) {
    return {
      against,
      side,
      tries,
      problem: {
        reason: say("verdicts-runs.too-few-for-creep", {
          runs: levels.length,
          fewest: FEWEST_RUNS,
        }),
        remedy: say("verdicts-runs.keep-folders"),
      },
    };
  }
  const { mean } = momentsOf(recent.map(({ estimate }) => estimate));
  const { deviation, degrees } = scatterOf(stretches);
  const ofNow = beyondOf(now, levels);
  return {
    against,
    side,
    tries,
    trend: trendOf(series, head, now, then.estimate),
    ifWorse: say("verdicts-runs.newer-anchor", { runId: anchor.run.runId }),
    evidence: studentEvidence({
      of: "run",
      n: recent.length,
      estimate: mean - then.estimate,
      ...combined([
        // The anchor is one run, which scatters as all runs do.
        { variance: deviation ** 2 * (1 + 1 / recent.length), degrees },
        beyondOf(then, levels),
        { ...ofNow, variance: ofNow.variance / recent.length ** 2 },
      ]),
    }),
  };
}

function ruleOf(
  { workload, target, kind }: HistoryCell,
  head: Analyzed,
  allowed: Allowed,
): CellRule {
  const of = { ...kind, workload, kind: targetKindOf(stateOf(head, target)) };
  return ruleFor(of, allowed.margin, allowed.rules);
}

function candidate(
  cell: HistoryCell,
  head: Analyzed,
  allowed: Allowed,
  asked: HistoryQuestion,
): Candidate {
  const { target, workload, kind } = cell;
  const state = stateOf(head, target);
  const rule = ruleOf(cell, head, allowed);
  const row = rowOf(head, target, workload, kind.metric);
  const level = runLevel(head, target, workload, kind.metric);
  const problem =
    clockProblem(head) ?? runProblem(head, { ...kind, target, workload }) ?? asked.problem;
  return {
    ...toldOf(kind),
    workload,
    base: target,
    against: asked.against,
    head: target,
    emulated: isEmulated(state),
    gated: rule.gated,
    problem,
    ifWorse: asked.ifWorse,
    stillWorse: asked.stillWorse,
    ...(asked.trend === undefined ? {} : { trend: asked.trend }),
    baseTries: asked.tries,
    headTries: triesOf(head, target, workload),
    after: () => ({
      margin: marginFor(rule, asked.side?.median, kind.better),
      baseSide: asked.side,
      headSide: sideOfRun(row, level),
      evidence: problem === undefined ? asked.evidence : undefined,
    }),
  };
}

/**
 * Standard deviation of single runs, from the differences between neighbours. A creep moves away
 * from the mean of all runs, so a deviation around that mean would hide it. The degrees of freedom
 * are those of a variance that is equally certain. Source: von Neumann, Kent, Bellinson & Hart, The
 * mean square successive difference, Ann. Math. Statist. 12 (1941).
 */
function scatterOf(stretches: readonly (readonly number[])[]): {
  deviation: number;
  degrees: number;
} {
  let [squares, pairs, spread] = [0, 0, 0];
  for (const stretch of stretches) {
    const steps = stretch.slice(1).map((value, index) => value - (stretch[index] as number));
    squares += steps.reduce((sum, step) => sum + step ** 2, 0);
    pairs += steps.length;
    spread += 3 * steps.length - 1;
  }
  return { deviation: Math.sqrt(squares / (2 * pairs)), degrees: (2 * pairs ** 2) / spread };
}
