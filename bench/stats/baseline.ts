/**
 * A run against one of another time, by the ratio to native in each: a host that has become faster
 * or slower as a whole has done so for native too. What it cannot cancel is where each run happened
 * to land (memory, files, caches): that is part of the error, as `RUN_TO_RUN`.
 */

import type { Resource } from "../types.ts";
import { NATIVE } from "./analyze.ts";
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
import { comparable, type Difference } from "./comparable.ts";
import { type Evidence, studentEvidence } from "./evidence.ts";
import { sideOf } from "./interleaved.ts";
import { type Candidate, judge, type Problem } from "./judge.ts";
import type { CellVerdict } from "./judgement.ts";
import { type MarginRule, marginFor, ruleFor } from "./margins.ts";
import { FEWEST_ROUNDS, type RunLevel, runLevel } from "./run-level.ts";

/**
 * Standard deviation of a run's ratio to native beside the scatter of its rounds, as a logarithm.
 * Those of starts, CPU and disk are what runs of the same targets showed on the reference machine
 * when they were repeated (docs/gate.md); those of the others are guessed, on the cautious side.
 */
export const RUN_TO_RUN: Readonly<Record<Resource, number>> = {
  // A native start of a millisecond is what varies, and everything is divided by it.
  ...{ start: 0.12, cpu: 0.02, disk: 0.07 },
  ...{ memory: 0.05, syscall: 0.05, network: 0.1, app: 0.1, footprint: 0.1, image: 0 },
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
      return metricsOfSides(sides, workload).map((cell): Candidate => {
        const rule = ruleFor({ ...cell, workload, kind: kindOf(state) }, margin, rules);
        const [baseRow, headRow] = [base, head].map((of) =>
          rowOf(of, target, workload, cell.metric),
        );
        const [baseSide, headSide] = [sideOf(baseRow), sideOf(headRow)];
        const problem =
          differing.map(problemOfDifference)[0] ??
          clockProblem(base) ??
          clockProblem(head) ??
          unitProblem(baseRow?.unit, headRow?.unit) ??
          problemOf(base, target, workload, baseRow) ??
          problemOf(head, target, workload, headRow) ??
          problemOf(base, NATIVE, workload, rowOf(base, NATIVE, workload, cell.metric)) ??
          problemOf(head, NATIVE, workload, rowOf(head, NATIVE, workload, cell.metric)) ??
          tooFew(base, runLevel(base, target, workload, cell.metric)) ??
          tooFew(head, runLevel(head, target, workload, cell.metric));
        return {
          ...{ ...cell, workload, base: target, head: target, emulated: isEmulated(state) },
          gated: rule.gated && cell.resource !== "image",
          margin: marginFor(rule, baseSide?.median, cell.better),
          ...(baseSide === undefined ? {} : { baseSide }),
          ...(headSide === undefined ? {} : { headSide }),
          ...(problem === undefined ? {} : { problem }),
          after: () => difference(base, head, { ...cell, target, workload }),
        };
      });
    }),
  );
}

interface Cell {
  readonly target: string;
  readonly workload: string;
  readonly metric: string;
  readonly resource: Resource;
}

function difference(
  base: Analyzed,
  head: Analyzed,
  { target, workload, metric, resource }: Cell,
): Evidence | undefined {
  const [from, to] = [base, head].map((of) => runLevel(of, target, workload, metric));
  if (from === undefined || to === undefined) return undefined;
  const squares = from.standardError ** 2 + to.standardError ** 2 + 2 * RUN_TO_RUN[resource] ** 2;
  // Too few rounds for an error are too few for evidence.
  if (!Number.isFinite(squares)) return undefined;
  return studentEvidence({
    of: "round",
    n: Math.min(from.n, to.n),
    estimate: to.estimate - from.estimate,
    standardError: Math.sqrt(squares),
    degrees: Math.max(1, from.n + to.n - 2),
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
