/** Compares base and head in the same rounds of one run. No other comparison is as sensitive. */
import { isEmulated } from "../emulation.ts";
import type { Run, RunRecord } from "../schema.ts";
import type { Row } from "./analyze.ts";
import {
  type Analyzed,
  analyzed,
  clockProblem,
  isLossOpen,
  lastingProblem,
  lostProblem,
  metricsOfSides,
  rowOf,
  stateOf,
  targetKindOf,
  toldOf,
  triesOf,
} from "./cells.ts";
import { type Evidence, pairedEvidence } from "./evidence.ts";
import { type Candidate, judge, type Looks } from "./judge.ts";
import type { CellVerdict, Side } from "./judgement.ts";
import { type MarginRule, marginFor, ruleFor } from "./margins.ts";
import { quantile } from "./quantile.ts";
import { medianOf } from "./summary.ts";

/** The question to a run: which side is which, and how much worse head may be. */
export interface GateQuestion {
  /** Ids of targets. */
  readonly base: string;
  readonly head: string;
  /** For all cells, instead of the defaults. A share. */
  readonly margin?: number | undefined;
  readonly rules: readonly MarginRule[];
}

export function judgeInterleaved(
  run: Run,
  records: readonly RunRecord[],
  question: GateQuestion,
  looks: Looks,
): CellVerdict[] {
  return judge(candidates(analyzed(run, records), question), looks);
}

/**
 * Workloads with a gated cell that the looks so far do not decide, and that more rounds may decide.
 */
export function openWorkloads(
  run: Run,
  records: readonly RunRecord[],
  question: GateQuestion,
  looks: Looks,
): ReadonlySet<string> {
  const of = analyzed(run, records);
  const open = judge(candidates(of, question), looks).filter((cell) => {
    const { gated, verdict, effect, workload, metric } = cell;
    if (!gated) return false;
    if (verdict === "inconclusive" && effect !== undefined) return true;
    // A cell that is decided or cannot be judged needs more rounds only if it has lost too many so
    // far.
    const sides = [cell.base, cell.head].map((target) => ({
      target,
      workload,
      row: rowOf(of, target, workload, metric),
    }));
    return (
      sides.every(({ row }) => row !== undefined) &&
      sides.some((side) => isLossOpen(of, side, looks.taken))
    );
  });
  return new Set(open.map(({ workload }) => workload));
}

function candidates(of: Analyzed, question: GateQuestion): Candidate[] {
  const { base, head, margin, rules } = question;
  const clock = clockProblem(of);
  const kind = targetKindOf(stateOf(of, head));
  const emulated = [base, head].some((target) => isEmulated(stateOf(of, target)));
  const sides = [base, head].map((target) => ({ of, target }));
  return of.run.workloads.flatMap(({ id: workload }) =>
    metricsOfSides(sides, workload, rules).map((cell): Candidate => {
      const [baseRow, headRow] = [base, head].map((id) => rowOf(of, id, workload, cell.metric));
      const rule = ruleFor({ ...cell, workload, kind }, margin, rules);
      const ofBase = { target: base, workload, row: baseRow };
      const ofHead = { target: head, workload, row: headRow };
      const lastingUpTo = (last?: number) =>
        clock ?? lastingProblem(of, ofBase, last) ?? lastingProblem(of, ofHead, last);
      return {
        ...toldOf(cell),
        workload,
        base,
        head,
        emulated,
        gated: rule.gated,
        // The share of lost rounds is tested only at the end: two failures in few rounds are a
        // large share.
        problem: lastingUpTo() ?? lostProblem(of, ofBase) ?? lostProblem(of, ofHead),
        baseTries: triesOf(of, base, workload),
        headTries: triesOf(of, head, workload),
        after: (rounds) => {
          const baseSide = sideOf(baseRow, rounds);
          return {
            margin: marginFor(rule, baseSide?.median, cell.better),
            baseSide,
            headSide: sideOf(headRow, rounds),
            evidence:
              lastingUpTo(rounds) === undefined ? pairs(baseRow, headRow, rounds) : undefined,
          };
        },
      };
    }),
  );
}

/** Uses the rounds up to `last`. */
export function sideOf(row: Row | undefined, last = Number.POSITIVE_INFINITY): Side | undefined {
  if (row === undefined) return undefined;
  const values = upTo(row.rounds, last);
  if (values.length === 0) return undefined;
  const p90 = p90Of(upTo(row.samples, last).flat(), row.better);
  return { median: medianOf(values), n: values.length, ...(p90 === undefined ? {} : { p90 }) };
}

function upTo<T>(rounds: ReadonlyMap<number, T>, last: number): T[] {
  return [...rounds].flatMap(([round, value]) => (round <= last ? [value] : []));
}

/** Nine of ten values are no worse than this. */
function p90Of(values: readonly number[], better: Row["better"]): number | undefined {
  if (values.length < 2 || !values.every(Number.isFinite)) return undefined;
  return quantile(values, better === "lower" ? 0.9 : 0.1);
}

function pairs(base: Row | undefined, head: Row | undefined, rounds: number): Evidence | undefined {
  if (base === undefined || head === undefined) return undefined;
  const logs = logRatios(head, base, rounds);
  return logs.length === 0 ? undefined : pairedEvidence(logs);
}

/**
 * Logarithm of how much worse `row` is than `than`, for each round up to `rounds` that has both.
 */
export function logRatios(row: Row, than: Row, rounds = Number.POSITIVE_INFINITY): number[] {
  return [...row.rounds]
    .filter(([round]) => round <= rounds)
    .flatMap(([round, value]) => {
      const other = than.rounds.get(round);
      if (other === undefined || !(other > 0) || !(value > 0)) return [];
      return [row.better === "lower" ? Math.log(value / other) : Math.log(other / value)];
    });
}
