/**
 * A run against one of another time, by the ratio to native in each: a host that has become faster
 * or slower as a whole has done so for native too. What it cannot cancel is where each run happened
 * to land (memory, files, caches): that is part of the error, as `RUN_TO_RUN`.
 */

import type { Resource } from "../types.ts";
import { NATIVE, type Row } from "./analyze.ts";
import {
  type Analyzed,
  clockProblem,
  isEmulated,
  kindOf,
  metricsOfSides,
  problemOf,
  rowOf,
  stateOf,
  triesOf,
} from "./cells.ts";
import { comparable, type Difference } from "./comparable.ts";
import { combined, type Evidence, studentEvidence } from "./evidence.ts";
import { sideOf } from "./interleaved.ts";
import { type Candidate, judge, type Problem } from "./judge.ts";
import type { CellVerdict, Side } from "./judgement.ts";
import { type MarginRule, marginFor, ruleFor } from "./margins.ts";
import { FEWEST_ROUNDS, isExact, type RunLevel, runLevel } from "./run-level.ts";

/** How well a constant is known that nobody can be sure of: as what it is taken for, being a cautious one. */
const TAKEN = 1e6;

/**
 * Standard deviation of a run's ratio to native beside the scatter of its rounds, as a logarithm, and
 * how well it is known, as degrees of freedom. That of starts is what seven runs showed on the reference
 * machine; those of CPU and disk are such that the metric which differed most between the two reference
 * runs, a day apart, would not alarm wrongly more often than promised; the others are guessed, on the
 * cautious side (docs/gate.md).
 */
export const RUN_TO_RUN: Readonly<Record<Resource, { deviation: number; degrees: number }>> = {
  // A native start of a millisecond is what varies, and everything is divided by it.
  start: { deviation: 0.12, degrees: 6 },
  cpu: { deviation: 0.04, degrees: TAKEN },
  disk: { deviation: 0.1, degrees: TAKEN },
  memory: { deviation: 0.05, degrees: TAKEN },
  syscall: { deviation: 0.05, degrees: TAKEN },
  network: { deviation: 0.1, degrees: TAKEN },
  app: { deviation: 0.1, degrees: TAKEN },
  footprint: { deviation: 0.1, degrees: TAKEN },
  image: { deviation: 0, degrees: TAKEN },
};

export interface Allowed {
  /** For all cells, instead of the defaults; a share. */
  readonly margin?: number | undefined;
  readonly rules: readonly MarginRule[];
}

/** `base`, `head`: two runs. Every cell of either is in the result, and is judged once. */
export function judgeBaseline(base: Analyzed, head: Analyzed, allowed: Allowed): CellVerdict[] {
  return judge(candidates(base, head, allowed), {
    taken: [head.run.rounds],
    planned: [head.run.rounds],
  });
}

function candidates(base: Analyzed, head: Analyzed, { margin, rules }: Allowed): Candidate[] {
  const targets = [...new Set([base, head].flatMap(({ run }) => run.targets.map(({ id }) => id)))];
  const workloads = [
    ...new Set([base, head].flatMap(({ run }) => run.workloads.map(({ id }) => id))),
  ];
  const judged = targets.filter((id) => id !== NATIVE);
  return workloads.flatMap((workload) =>
    judged.flatMap((target) => {
      const state = stateOf(head, target) ?? stateOf(base, target);
      const sides = [base, head].map((of) => ({ of, target }));
      const differing = comparable(base.run, head.run, workload, target);
      return metricsOfSides(sides, workload, rules).map((cell): Candidate => {
        const rule = ruleFor({ ...cell, workload, kind: kindOf(state) }, margin, rules);
        const [baseRow, headRow] = [base, head].map((of) =>
          rowOf(of, target, workload, cell.metric),
        );
        const levels = [base, head].map((of) => runLevel(of, target, workload, cell.metric));
        const unit = unitProblem(baseRow?.unit, headRow?.unit);
        const problem =
          differing.map(problemOfDifference)[0] ??
          clockProblem(base) ??
          clockProblem(head) ??
          unit ??
          runProblem(base, { ...cell, target, workload }) ??
          runProblem(head, { ...cell, target, workload });
        // In another unit it would be told wrongly.
        const baseSide = unit === undefined ? sideOfRun(baseRow, levels[0]) : undefined;
        return {
          ...{ ...cell, workload, base: target, head: target, emulated: isEmulated(state) },
          ...{ gated: rule.gated, problem },
          baseTries: triesOf(base, target, workload),
          headTries: triesOf(head, target, workload),
          after: () => ({
            margin: marginFor(rule, baseSide?.median, cell.better),
            ...{ baseSide, headSide: sideOfRun(headRow, levels[1]) },
            evidence: problem === undefined ? difference(levels, cell.resource) : undefined,
          }),
        };
      });
    }),
  );
}

/** What a run gave, with how it lies to native. */
export function sideOfRun(row: Row | undefined, level: RunLevel | undefined): Side | undefined {
  const side = sideOf(row);
  if (side === undefined || level?.timesNative === undefined) return side;
  return { ...side, timesNative: level.timesNative };
}

/** What forbids to compare a run's ratio to native with that of others. */
export function runProblem(of: Analyzed, cell: Cell): Problem | undefined {
  const { target, workload, metric, resource } = cell;
  const ofTarget = (id: string) =>
    problemOf(of, { target: id, workload, row: rowOf(of, id, workload, metric) });
  const problem = ofTarget(target);
  if (problem !== undefined || isExact(resource)) return problem;
  const native = ofTarget(NATIVE);
  if (native !== undefined) {
    if (of.run.targets.some(({ id }) => id === NATIVE)) return native;
    return { ...native, remedy: `measure that run again, with ${NATIVE} among its targets` };
  }
  return tooFew(of, runLevel(of, target, workload, metric));
}

/** A metric of a workload on a target. */
export interface Cell {
  readonly target: string;
  readonly workload: string;
  readonly metric: string;
  readonly resource: Resource;
}

function difference(
  [from, to]: readonly (RunLevel | undefined)[],
  resource: Resource,
): Evidence | undefined {
  if (from === undefined || to === undefined) return undefined;
  const { deviation, degrees } = RUN_TO_RUN[resource];
  return studentEvidence({
    ...{ of: "round", n: Math.min(from.n, to.n), estimate: to.estimate - from.estimate },
    ...combined([
      { variance: from.standardError ** 2, degrees: from.n - 1 },
      { variance: to.standardError ** 2, degrees: to.n - 1 },
      { variance: 2 * deviation ** 2, degrees },
    ]),
  });
}

/** That a run's rounds are too few to know how far its ratio to native may be off. */
function tooFew({ run }: Analyzed, level: RunLevel | undefined): Problem | undefined {
  if (level === undefined || Number.isFinite(level.standardError)) return undefined;
  const rounds = level.n === 1 ? "1 round is" : `${level.n} rounds are`;
  return {
    reason: `${rounds} too few to know how sure the ratio to native is, in the run ${run.runId}`,
    remedy: `measure it with more: --rounds ${FEWEST_ROUNDS} at the least`,
  };
}

function problemOfDifference({ field, base, head }: Difference): Problem {
  return {
    reason: `the runs are not comparable: ${field} was ${base}, is ${head}`,
    remedy:
      "measure the baseline anew on this machine as it is now, or compare in turns: isotax gate BASE HEAD",
  };
}

function unitProblem(base: string | undefined, head: string | undefined): Problem | undefined {
  if (base === undefined || head === undefined || base === head) return undefined;
  return {
    reason: `the baseline has it in ${base}, this run in ${head}`,
    remedy: "measure the baseline anew with this version of isotax",
  };
}
