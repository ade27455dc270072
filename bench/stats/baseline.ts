/**
 * Compares two runs that were made at different times, by their ratios to native. A host that has
 * become faster or slower as a whole has changed native too, so the ratio cancels that.
 * The ratio cannot cancel where each run happened to land (memory, files, caches). That is part of
 * the error: see `Metric.betweenRuns`.
 */

import { isEmulated } from "../emulation.ts";
import { say } from "../messages.ts";
import type { BetweenRuns, Metric } from "../types.ts";
import { NATIVE, type Row } from "./analyze.ts";
import {
  type Analyzed,
  clockProblem,
  metricsOfSides,
  problemOf,
  rowOf,
  stateOf,
  targetKindOf,
  toldOf,
  triesOf,
} from "./cells.ts";
import { comparable, type Difference } from "./comparable.ts";
import { combined, type Evidence, studentEvidence } from "./evidence.ts";
import { sideOf } from "./interleaved.ts";
import { type Candidate, judge, type Problem } from "./judge.ts";
import type { CellVerdict, Side } from "./judgement.ts";
import { type MarginRule, marginFor, ruleFor } from "./margins.ts";
import { FEWEST_ROUNDS, isExact, type RunLevel, runLevel } from "./run-level.ts";

/** For a metric that does not say how much runs differ. A cautious guess. */
const BETWEEN_RUNS: BetweenRuns = { deviation: 0.12, degrees: 6 };

export interface Allowed {
  /** For all cells, instead of the defaults. A share. */
  readonly margin?: number | undefined;
  readonly rules: readonly MarginRule[];
}

/** `base` and `head` are two runs. Every cell of either is in the result, and is judged once. */
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
        const rule = ruleFor({ ...cell, workload, kind: targetKindOf(state) }, margin, rules);
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
        // A median in another unit would be reported wrongly.
        const baseSide = unit === undefined ? sideOfRun(baseRow, levels[0]) : undefined;
        return {
          ...toldOf(cell),
          workload,
          base: target,
          head: target,
          emulated: isEmulated(state),
          gated: rule.gated,
          problem,
          baseTries: triesOf(base, target, workload),
          headTries: triesOf(head, target, workload),
          after: () => ({
            margin: marginFor(rule, baseSide?.median, cell.better),
            baseSide,
            headSide: sideOfRun(headRow, levels[1]),
            evidence: problem === undefined ? difference(levels, cell.is) : undefined,
          }),
        };
      });
    }),
  );
}

/** The median of a run, with its ratio to native. */
export function sideOfRun(row: Row | undefined, level: RunLevel | undefined): Side | undefined {
  const side = sideOf(row);
  if (side === undefined || level?.timesNative === undefined) return side;
  return { ...side, timesNative: level.timesNative };
}

/** Why a run's ratio to native cannot be compared with other runs. */
export function runProblem(of: Analyzed, cell: BaselineCell): Problem | undefined {
  const { target, workload, metric, is } = cell;
  const ofTarget = (id: string) =>
    problemOf(of, { target: id, workload, row: rowOf(of, id, workload, metric) });
  const problem = ofTarget(target);
  if (problem !== undefined || isExact(is)) return problem;
  const native = ofTarget(NATIVE);
  if (native !== undefined) {
    if (of.run.targets.some(({ id }) => id === NATIVE)) return native;
    return { ...native, remedy: say("verdicts-runs.measure-with-native", { native: NATIVE }) };
  }
  return tooFew(of, runLevel(of, target, workload, metric));
}

/** One metric of one workload on one target. */
export interface BaselineCell {
  readonly target: string;
  readonly workload: string;
  readonly metric: string;
  readonly is: Metric;
}

function difference(
  [from, to]: readonly (RunLevel | undefined)[],
  { betweenRuns = BETWEEN_RUNS }: Metric,
): Evidence | undefined {
  if (from === undefined || to === undefined) return undefined;
  const { deviation, degrees } = betweenRuns;
  return studentEvidence({
    of: "round",
    n: Math.min(from.n, to.n),
    estimate: to.estimate - from.estimate,
    ...combined([
      { variance: from.standardError ** 2, degrees: from.n - 1 },
      { variance: to.standardError ** 2, degrees: to.n - 1 },
      { variance: 2 * deviation ** 2, degrees },
    ]),
  });
}

/** Why a run has too few rounds to know the error of its ratio to native. */
function tooFew({ run }: Analyzed, level: RunLevel | undefined): Problem | undefined {
  if (level === undefined || Number.isFinite(level.standardError)) return undefined;
  return {
    reason: say("verdicts-runs.too-few-for-ratio", { rounds: level.n, runId: run.runId }),
    remedy: say("verdicts-runs.measure-more", { rounds: FEWEST_ROUNDS }),
  };
}

function problemOfDifference({ field, base, head, remedy }: Difference): Problem {
  return {
    reason: say("verdicts-runs.not-comparable", { field, base, head }),
    remedy: remedy ?? say("verdicts-runs.baseline-anew"),
  };
}

function unitProblem(base: string | undefined, head: string | undefined): Problem | undefined {
  if (base === undefined || head === undefined || base === head) return undefined;
  return {
    reason: say("verdicts-runs.baseline-unit", { base, head }),
    remedy: say("verdicts-runs.baseline-anew-by-version"),
  };
}
