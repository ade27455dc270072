/**
 * A run against those before it, by the ratio to native in each run. Two questions to each cell: is
 * this run out of line with the last ones (a prediction interval), and have the last ones, this one
 * among them, crept away from an anchor, such as a release (which no run by itself would show)?
 */
import { NATIVE } from "./analyze.ts";
import type { Allowed } from "./baseline.ts";
import {
  type Analyzed,
  clockProblem,
  isEmulated,
  kindOf,
  metricsOfSides,
  problemOf,
  rowOf,
  stateOf,
} from "./cells.ts";
import { changePoints } from "./change-points.ts";
import { comparable } from "./comparable.ts";
import { type Evidence, studentEvidence } from "./evidence.ts";
import { sideOf } from "./interleaved.ts";
import { type Candidate, judge, type Problem } from "./judge.ts";
import type { CellVerdict, Side } from "./judgement.ts";
import { marginFor, ruleFor } from "./margins.ts";
import { type RunLevel, runLevel } from "./run-level.ts";
import { medianOf } from "./summary.ts";

/** Fewer runs do not show how much runs scatter. */
export const FEWEST_RUNS = 5;
/** Runs that say where things stand now, this one among them. */
const RECENT = 5;

export interface History {
  /** Earlier runs, oldest first. */
  readonly runs: readonly Analyzed[];
  /** A run to which none must creep away from. */
  readonly anchor?: Analyzed | undefined;
}

export function judgeHistory(
  { runs, anchor }: History,
  head: Analyzed,
  allowed: Allowed,
): CellVerdict[] {
  const all = cellsOf([...runs, ...(anchor === undefined ? [] : [anchor]), head]);
  const asked = all.flatMap((cell) => {
    const series = seriesOf(runs, head, cell);
    return [
      candidate(cell, head, allowed, predictionOf(series, head, cell)),
      ...(anchor === undefined
        ? []
        : [candidate(cell, head, allowed, creepOf(series, anchor, head, cell))]),
    ];
  });
  return judge(asked, { taken: [head.run.rounds], planned: [head.run.rounds] });
}

interface Cell {
  readonly target: string;
  readonly workload: string;
  readonly kind: ReturnType<typeof metricsOfSides>[number];
}

function cellsOf(runs: readonly Analyzed[]): readonly Cell[] {
  const targets = new Set(runs.flatMap(({ run }) => run.targets.map(({ id }) => id)));
  const workloads = new Set(runs.flatMap(({ run }) => run.workloads.map(({ id }) => id)));
  targets.delete(NATIVE);
  return [...workloads].flatMap((workload) =>
    [...targets].flatMap((target) => {
      const sides = runs.map((of) => ({ of, target }));
      return metricsOfSides(sides, workload).map((kind) => ({ target, workload, kind }));
    }),
  );
}

/** What is known of a cell from the runs before. */
interface Series {
  readonly levels: readonly RunLevel[];
  readonly values: readonly number[];
  /** Estimates of all comparable runs, from one lasting change to the next. */
  readonly stretches: readonly (readonly number[])[];
  /** Runs that could not be used, and why. */
  readonly left: readonly string[];
}

/** Only the runs since things last changed for good: a step that was accepted is the new normal. */
function seriesOf(runs: readonly Analyzed[], head: Analyzed, cell: Cell): Series {
  const { target, workload, kind } = cell;
  const left: string[] = [];
  const usable = runs.flatMap((of) => {
    const [difference] = comparable(of.run, head.run, workload, target);
    if (difference !== undefined) left.push(`${of.run.runId}: ${difference.field}`);
    const level =
      difference === undefined ? runLevel(of, target, workload, kind.metric) : undefined;
    const row = rowOf(of, target, workload, kind.metric);
    return level === undefined || row === undefined
      ? []
      : [{ level, value: medianOf([...row.rounds.values()]) }];
  });
  const estimates = usable.map(({ level }) => level.estimate);
  const changes = changesOf(estimates.map(Math.exp));
  const kept = usable.slice(changes.at(-1) ?? 0);
  return {
    levels: kept.map(({ level }) => level),
    values: kept.map(({ value }) => value),
    stretches: [0, ...changes].map((from, at) => estimates.slice(from, changes[at])),
    left,
  };
}

function changesOf(series: readonly number[]): readonly number[] {
  if (series.length < 2 * FEWEST_RUNS) return [];
  return changePoints(series, { seed: 1, minSegment: FEWEST_RUNS }).map(({ index }) => index);
}

/** What a question compares a cell with. */
interface Asked {
  readonly label: string;
  readonly side?: Side | undefined;
  readonly problem?: Problem | undefined;
  readonly evidence?: Evidence | undefined;
}

function predictionOf({ levels, values, left }: Series, head: Analyzed, cell: Cell): Asked {
  const now = runLevel(head, cell.target, cell.workload, cell.kind.metric);
  // Not how many: tools know a test again by its name.
  const label = `${cell.target}, earlier runs`;
  const side = values.length === 0 ? undefined : { median: medianOf(values), n: values.length };
  if (levels.length < FEWEST_RUNS) {
    const others =
      left.length === 0
        ? ""
        : `; not comparable: ${left.slice(0, 3).join(", ")}${left.length > 3 ? ` and ${left.length - 3} more` : ""}`;
    return {
      ...{ label, side },
      problem: {
        reason: `${levels.length} earlier run(s) are too few to know how much runs scatter; it takes ${FEWEST_RUNS}${others}`,
        remedy:
          "keep the folders of more runs of this machine, or compare in turns: isotax gate BASE HEAD",
      },
    };
  }
  if (now === undefined) return { label, side };
  const { mean, deviation } = momentsOf(levels.map(({ estimate }) => estimate));
  return {
    ...{ label, side },
    evidence: studentEvidence({
      of: "run",
      n: levels.length,
      estimate: now.estimate - mean,
      standardError: deviation * Math.sqrt(1 + 1 / levels.length),
      degrees: levels.length - 1,
    }),
  };
}

function creepOf(
  { levels, stretches }: Series,
  anchor: Analyzed,
  head: Analyzed,
  cell: Cell,
): Asked {
  const { target, workload, kind } = cell;
  const label = `${target} at ${anchor.run.runId}`;
  const row = rowOf(anchor, target, workload, kind.metric);
  const side = sideOf(row);
  const [difference] = comparable(anchor.run, head.run, workload, target);
  if (difference !== undefined) {
    const { field, base, head: now } = difference;
    return {
      ...{ label, side },
      problem: {
        reason: `the anchor is not comparable: ${field} was ${base}, is ${now}`,
        remedy: "measure the release anew on this machine as it is now",
      },
    };
  }
  const problem = problemOf(anchor, target, workload, row);
  const [then, now] = [anchor, head].map((of) => runLevel(of, target, workload, kind.metric));
  if (problem !== undefined || then === undefined || now === undefined)
    return { label, side, problem };
  const recent = [...levels.map(({ estimate }) => estimate), now.estimate].slice(-RECENT);
  if (levels.length < FEWEST_RUNS) {
    return {
      ...{ label, side },
      problem: {
        reason: `${levels.length} earlier run(s) are too few to tell a creep from scatter; it takes ${FEWEST_RUNS}`,
        remedy: "keep the folders of more runs of this machine",
      },
    };
  }
  const { mean } = momentsOf(recent);
  const { deviation, degrees } = scatterOf(stretches);
  return {
    ...{ label, side },
    evidence: studentEvidence({
      of: "run",
      n: recent.length,
      estimate: mean - then.estimate,
      // The anchor is one run, which scatters as all do.
      standardError: deviation * Math.sqrt(1 + 1 / recent.length),
      degrees,
    }),
  };
}

function candidate(cell: Cell, head: Analyzed, allowed: Allowed, asked: Asked): Candidate {
  const { target, workload, kind } = cell;
  const state = stateOf(head, target);
  const rule = ruleFor({ ...kind, workload, kind: kindOf(state) }, allowed.margin, allowed.rules);
  const row = rowOf(head, target, workload, kind.metric);
  const headSide = sideOf(row);
  const problem =
    clockProblem(head) ??
    problemOf(head, target, workload, row) ??
    problemOf(head, NATIVE, workload, rowOf(head, NATIVE, workload, kind.metric)) ??
    asked.problem;
  return {
    ...{ ...kind, workload, base: asked.label, head: target, emulated: isEmulated(state) },
    gated: rule.gated && kind.resource !== "image",
    margin: marginFor(rule, asked.side?.median, kind.better),
    ...(asked.side === undefined ? {} : { baseSide: asked.side }),
    ...(headSide === undefined ? {} : { headSide }),
    ...(problem === undefined ? {} : { problem }),
    after: () => asked.evidence,
  };
}

/**
 * Standard deviation of single runs, by how much neighbours differ: a creep would hide behind one
 * that is taken from their mean, for it moves away from that. Its degrees of freedom are those of a
 * variance that is as sure. Source: von Neumann, Kent, Bellinson & Hart, The mean square successive
 * difference, Ann. Math. Statist. 12 (1941).
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

function momentsOf(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
