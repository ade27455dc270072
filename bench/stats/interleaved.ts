/** Base and head in the same rounds of one run: the most sensitive comparison that there is. */
import type { Run, RunRecord } from "../schema.ts";
import type { Row } from "./analyze.ts";
import {
  type Analyzed,
  analyzed,
  clockProblem,
  isEmulated,
  kindOf,
  metricsOfSides,
  problemOf,
  rowOf,
  stateOf,
} from "./cells.ts";
import { type Evidence, pairedEvidence } from "./evidence.ts";
import { type Candidate, judge, type Looks } from "./judge.ts";
import type { CellVerdict, Side } from "./judgement.ts";
import { type MarginRule, marginFor, ruleFor } from "./margins.ts";
import { medianOf } from "./summary.ts";

/** What is asked of a run: which side is which, and how much worse head may be. */
export interface Question {
  /** Ids of targets. */
  readonly base: string;
  readonly head: string;
  /** For all cells, instead of the defaults; a share. */
  readonly margin?: number | undefined;
  readonly rules: readonly MarginRule[];
}

export function judgeInterleaved(
  run: Run,
  records: readonly RunRecord[],
  question: Question,
  looks: Looks,
): CellVerdict[] {
  return judge(candidates(analyzed(run, records), question), looks);
}

/** Workloads with a gated cell that is not decided by the looks so far. */
export function openWorkloads(
  run: Run,
  records: readonly RunRecord[],
  question: Question,
  looks: Looks,
): ReadonlySet<string> {
  const open = judgeInterleaved(run, records, question, looks).filter(
    // More rounds do not help what cannot be judged: it fails, or is no measurement.
    ({ gated, verdict, effect }) => gated && verdict === "inconclusive" && effect !== undefined,
  );
  return new Set(open.map(({ workload }) => workload));
}

function candidates(of: Analyzed, question: Question): Candidate[] {
  const { base, head, margin, rules } = question;
  const clock = clockProblem(of);
  const kind = kindOf(stateOf(of, head));
  const emulated = [base, head].some((target) => isEmulated(stateOf(of, target)));
  const sides = [base, head].map((target) => ({ of, target }));
  return of.run.workloads.flatMap(({ id: workload }) =>
    metricsOfSides(sides, workload, rules).map((cell): Candidate => {
      const [baseRow, headRow] = [base, head].map((id) => rowOf(of, id, workload, cell.metric));
      const rule = ruleFor({ ...cell, workload, kind }, margin, rules);
      const problemUpTo = (last?: number) =>
        clock ??
        problemOf(of, base, workload, baseRow, last) ??
        problemOf(of, head, workload, headRow, last);
      return {
        ...{ ...cell, workload, base, head, emulated, gated: rule.gated },
        problem: problemUpTo(),
        after: (rounds) => {
          const baseSide = sideOf(baseRow, rounds);
          return {
            margin: marginFor(rule, baseSide?.median, cell.better),
            ...{ baseSide, headSide: sideOf(headRow, rounds) },
            evidence:
              problemUpTo(rounds) === undefined ? pairs(baseRow, headRow, rounds) : undefined,
          };
        },
      };
    }),
  );
}

/** Of the rounds up to `last`. */
export function sideOf(row: Row | undefined, last = Number.POSITIVE_INFINITY): Side | undefined {
  const values = [...(row?.rounds ?? [])].flatMap(([round, value]) =>
    round <= last ? [value] : [],
  );
  return values.length === 0 ? undefined : { median: medianOf(values), n: values.length };
}

function pairs(base: Row | undefined, head: Row | undefined, rounds: number): Evidence | undefined {
  if (base === undefined || head === undefined) return undefined;
  const logs = logRatios(head, base, rounds);
  return logs.length === 0 ? undefined : pairedEvidence(logs);
}

/** Logarithm of how much worse `row` is than `than`, of each round up to `rounds` that has both. */
export function logRatios(row: Row, than: Row, rounds = Number.POSITIVE_INFINITY): number[] {
  return [...row.rounds]
    .filter(([round]) => round <= rounds)
    .flatMap(([round, value]) => {
      const other = than.rounds.get(round);
      if (other === undefined || !(other > 0) || !(value > 0)) return [];
      return [row.better === "lower" ? Math.log(value / other) : Math.log(other / value)];
    });
}
