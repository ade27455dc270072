/** Compares base and head in the same rounds of one run. No other comparison is as sensitive. */
import { isEmulated } from "../emulation.ts";
import type { Run, RunRecord } from "../schema.ts";
import type { Metric } from "../types.ts";
import type { Row } from "./analyze.ts";
import {
  type Analyzed,
  analyzed,
  clockProblem,
  firstFailure,
  lastingProblem,
  lostProblem,
  metricsOfSides,
  rowOf,
  stateOf,
  targetKindOf,
  toldOf,
  triesOf,
} from "./cells.ts";
import type { PilotCell } from "./forecast.ts";
import { type Candidate, isLookedAtOften, judge, type Looks, ONLY_TYPICAL } from "./judge.ts";
import type { CellVerdict, Side } from "./judgement.ts";
import { type CellRule, type MarginRule, marginFor, ruleFor } from "./margins.ts";
import { bothTried, ofTypicalStarts, PairedSides } from "./paired-sides.ts";
import { quantile } from "./quantile.ts";
import type { Question } from "./questions.ts";
import { coarseResolution } from "./resolution.ts";
import { medianOf } from "./summary.ts";
import type { TurnsEvidence } from "./turns.ts";

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
  return judge(candidates(analyzed(run, records), question, looks), looks);
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
  const asked = candidates(analyzed(run, records), question, looks);
  const rounds = looks.taken.at(-1) ?? 0;
  const open = judge(asked, looks).filter(({ gated, verdict, effect }, index) => {
    if (!gated || verdict !== "inconclusive") return false;
    if (effect !== undefined) return true;
    // A cell that cannot be judged may still turn out to fail more often than it did.
    const { failures } = asked[index]?.after(rounds) ?? {};
    return failures !== undefined && failures.head > failures.base && failures.pAbove(0) < 1;
  });
  return new Set(open.map(({ workload }) => workload));
}

/** What a few rounds show of the gated cells: how much their rounds scatter. */
export function pilotCells(
  run: Run,
  records: readonly RunRecord[],
  question: GateQuestion,
): readonly PilotCell[] {
  const { rounds } = run;
  const often: Looks = { taken: [rounds], planned: [rounds, rounds + 1] };
  return candidates(analyzed(run, records), question, often).flatMap((candidate) => {
    const { workload, metric, gated, asked = ONLY_TYPICAL } = candidate;
    const { margin, evidence } = candidate.after(rounds);
    if (!gated || evidence === undefined || !("scatter" in evidence)) return [];
    const scatter = (evidence as TurnsEvidence).scatter;
    return [{ workload, metric, margin: margin.effective, scatter, asked }];
  });
}

function candidates(of: Analyzed, question: GateQuestion, looks: Looks): Candidate[] {
  const isOften = isLookedAtOften(looks);
  const { base, head, margin, rules } = question;
  const clock = clockProblem(of);
  const kind = targetKindOf(stateOf(of, head));
  const emulated = [base, head].some((target) => isEmulated(stateOf(of, target)));
  const sides = [base, head].map((target) => ({ of, target }));
  return of.run.workloads.flatMap(({ id: workload }) => {
    const tries = bothTried(of, workload, base, head);
    return metricsOfSides(sides, workload, rules).map((cell): Candidate => {
      const [baseRow, headRow] = [base, head].map((id) => rowOf(of, id, workload, cell.metric));
      const rule = ruleFor({ ...cell, workload, kind }, margin, rules);
      const ofBase = { target: base, workload, row: baseRow };
      const ofHead = { target: head, workload, row: headRow };
      const asked = rule.gated ? questionsAbout(cell.is, isOften) : ONLY_TYPICAL;
      const isStart = isOften && cell.is.each === "start";
      const [baseValues, headValues] = [baseRow, headRow].map((row) =>
        row !== undefined && isStart ? ofTypicalStarts(row) : row,
      );
      const paired = new PairedSides(baseValues, headValues, tries);
      const step = baseRow && coarseStep(baseRow, rule, cell.better);
      const lastingUpTo = (last?: number) =>
        clock ?? lastingProblem(of, ofBase, last) ?? lastingProblem(of, ofHead, last);
      return {
        ...toldOf(cell),
        workload,
        base,
        head,
        emulated,
        gated: rule.gated,
        asked,
        problem: lastingUpTo() ?? lostProblem(of, ofBase) ?? lostProblem(of, ofHead),
        baseTries: triesOf(of, base, workload),
        headTries: triesOf(of, head, workload),
        failure: firstFailure(of, head, workload),
        ...(step === undefined ? {} : { resolution: step }),
        after: (rounds) => {
          const median = baseRow && medianUpTo(baseRow, rounds);
          const margin = marginFor(rule, median, cell.better);
          const isSound = lastingUpTo(rounds) === undefined;
          const evidence = () => (isOften ? paired.often(rounds) : paired.once(rounds));
          return {
            margin,
            // Looks ask for verdicts alone, and these take longer than those.
            get baseSide() {
              return sideOf(baseRow, rounds);
            },
            get headSide() {
              return sideOf(headRow, rounds);
            },
            evidence: isSound ? evidence() : undefined,
            slow:
              isSound && asked.includes("slow") ? paired.slow(rounds, margin.effective) : undefined,
            failures: asked.includes("failures") ? paired.failures(rounds) : undefined,
          };
        },
      };
    });
  });
}

const OF_STARTS: readonly Question[] = ["typical", "slow", "failures"];
const OF_WORK: readonly Question[] = ["typical", "failures"];

/** Slow starts need more rounds than those who look once have. */
function questionsAbout({ each }: Metric, isOften: boolean): readonly Question[] {
  return isOften && each === "start" ? OF_STARTS : OF_WORK;
}

/** Of times: the size of an image may well be the same each time. */
function coarseStep(row: Row, rule: CellRule, better: Metric["better"]): number | undefined {
  if (row.unit !== "ns") return undefined;
  const { effective } = marginFor(rule, medianUpTo(row, Number.POSITIVE_INFINITY), better);
  return coarseResolution([...row.samples.values()].flat(), effective);
}

/** Uses the rounds up to `last`. */
export function sideOf(row: Row | undefined, last = Number.POSITIVE_INFINITY): Side | undefined {
  if (row === undefined) return undefined;
  const values = upTo(row.rounds, last);
  if (values.length === 0) return undefined;
  const p90 = p90Of(upTo(row.samples, last).flat(), row.better);
  return { median: medianOf(values), n: values.length, ...(p90 === undefined ? {} : { p90 }) };
}

function medianUpTo(row: Row, last: number): number | undefined {
  const values = upTo(row.rounds, last);
  return values.length === 0 ? undefined : medianOf(values);
}

function upTo<T>(rounds: ReadonlyMap<number, T>, last: number): T[] {
  return [...rounds].flatMap(([round, value]) => (round <= last ? [value] : []));
}

/** Nine of ten values are no worse than this. */
function p90Of(values: readonly number[], better: Row["better"]): number | undefined {
  if (values.length < 2 || !values.every(Number.isFinite)) return undefined;
  return quantile(values, better === "lower" ? 0.9 : 0.1);
}
