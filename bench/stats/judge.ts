/** Turns cells into verdicts with reasons, in the same way for every comparison. */
import type { Message } from "../types.ts";
import { boundsOf, decidingBound } from "./bounds.ts";
import { type Decidable, type Decision, decide, ERRORS, type Errors, type Seen } from "./decide.ts";
import type { Evidence } from "./evidence.ts";
import { explain } from "./explain.ts";
import type { CellLook, CellVerdict, Effect, Margin, Side, Verdict } from "./judgement.ts";
import {
  type Answers,
  chancesOf,
  openQuestion,
  partOf,
  type Question,
  worseQuestion,
} from "./questions.ts";
import { toldSlow } from "./slow-rounds.ts";

/** Why a cell cannot be judged, whatever its figures are. */
export interface Problem {
  readonly reason: Message;
  readonly remedy: Message;
}

/** What is known about a cell after a number of rounds. */
export interface KnownSoFar extends Answers {
  readonly baseSide?: Side | undefined;
  readonly headSide?: Side | undefined;
}

/** A cell before it is judged. */
export interface Candidate
  extends Omit<
    CellVerdict,
    | (
        | "verdict"
        | "question"
        | "reason"
        | "remedy"
        | "effect"
        | "bound"
        | "bounds"
        | "slow"
        | "dependence"
        | "looks"
        | "chance"
        | "detectable"
        | "moreRounds"
      )
    | keyof KnownSoFar
  > {
  /** What is asked of it; by default only what is typical. */
  readonly asked?: readonly Question[] | undefined;
  /** Found from all rounds. */
  readonly problem?: Problem | undefined;
  /** The first failure of head, if it had any. */
  readonly failure?: Problem | undefined;
  /** Said where the cell was worse before, and this run does not show that it was mended. */
  readonly stillWorse?: Message | undefined;
  /** What to do if the cell is worse, where that differs from the usual advice. */
  readonly ifWorse?: Message | undefined;
  /**
   * Uses only the rounds up to this one, as known at that look. A decision therefore stays as it
   * was.
   */
  after(rounds: number): KnownSoFar;
}

export const ONLY_TYPICAL: readonly Question[] = ["typical"];

/** The confidence of the intervals that are reported. */
const TOLD = 0.95;
/**
 * The confidence that must be computed to have `TOLD` at the end of several looks. Stopping when
 * the figures are clear costs intervals about a point of their coverage. Found by simulation:
 * docs/gate.md.
 */
const COMPUTED = 0.96;
const POWER = 0.8;

export interface Looks {
  /** The looks that were taken. */
  readonly taken: readonly number[];
  /** The looks that were planned. */
  readonly planned: readonly number[];
  /** Whether cells are to have what each look showed: for readers. It takes a while. */
  readonly told?: boolean;
}

/** Whether a run may be judged more than once, so that its evidence must allow for that. */
export function isLookedAtOften({ planned }: Looks): boolean {
  return planned.length > 1;
}

export function judge(
  candidates: readonly Candidate[],
  looks: Looks,
  errors: Errors = ERRORS,
): CellVerdict[] {
  const all = candidates.map((candidate) => ({ ...candidate, after: remembered(candidate.after) }));
  const gated = all.filter((candidate) => candidate.gated);
  const decisions = decide(gated.map(decidable), looks.taken, errors);
  return all.map((candidate): CellVerdict => {
    // A cell that is not gated is judged by itself, for information.
    const decision =
      decisions[gated.indexOf(candidate)] ??
      (decide([decidable(candidate)], looks.taken, errors)[0] as Decision);
    const {
      after,
      problem,
      asked = ONLY_TYPICAL,
      failure: _,
      ifWorse: __,
      stillWorse,
      ...cell
    } = candidate;
    const { rounds, levels, seen } = decision;
    const known = after(rounds);
    const by = levels && worseQuestion(known, asked, levels.worse);
    // What fails has no speed, but that it fails is known. Later rounds may forbid any other
    // statement, even about a cell that was already decided.
    const stands = problem === undefined || by === "failures";
    const isStillWorse =
      problem === undefined && stillWorse !== undefined && decision.verdict === "inconclusive";
    const verdict = isStillWorse ? "regressed" : stands ? decision.verdict : "inconclusive";
    const { margin, baseSide, headSide } = known;
    const evidence = problem === undefined ? known.evidence : undefined;
    const part = partOf("typical", asked);
    const own = levels && { ...levels, worse: part * levels.worse };
    const effect = evidence && effectOf(evidence, isLookedAtOften(looks));
    // Where slow starts, failures or an earlier run decided, no bound of the change did.
    const isByChange = verdict !== "regressed" || (by === "typical" && !isStillWorse);
    const bound =
      evidence && own && isByChange ? decidingBound(evidence, margin, verdict, own) : undefined;
    const bounds = evidence && own && boundsOf(evidence, verdict, own);
    const told = evidence && looks.told === true && looks.taken.length > 1;
    const alpha = (part * errors.alpha) / (candidate.gated ? gated.length : 1);
    const question =
      verdict === "regressed"
        ? by
        : verdict === "inconclusive" && stands
          ? openQuestion(known, asked, errors.beta)
          : undefined;
    const dependence = evidence?.dependence;
    return {
      ...cell,
      margin,
      ...(baseSide === undefined ? {} : { baseSide }),
      ...(headSide === undefined ? {} : { headSide }),
      ...(effect === undefined ? {} : { effect }),
      ...(bound === undefined ? {} : { bound }),
      ...(bounds === undefined || bounds.length === 0 ? {} : { bounds }),
      ...(known.slow === undefined || levels === undefined
        ? {}
        : {
            slow: toldSlow(known.slow, margin.effective, {
              worse: partOf("slow", asked) * levels.worse,
              harmless: levels.harmless,
            }),
          }),
      ...(dependence === undefined || dependence.inflation === 1 ? {} : { dependence }),
      ...(told === true ? { looks: looksOf(after, seen, verdict, part) } : {}),
      ...(evidence === undefined ? {} : strengthOf(evidence, margin, alpha)),
      verdict,
      ...(question === undefined || question === "typical" ? {} : { question }),
      ...explain({
        candidate,
        known: { ...known, evidence },
        isStillWorse,
        problem: stands ? undefined : problem,
        question,
        verdict,
        effect,
        bound,
        levels: own,
        alpha,
        beta: errors.beta,
      }),
    };
  });
}

/** What the evidence shows whatever the verdict is, and what it could have shown. */
function strengthOf(
  evidence: Evidence,
  margin: Margin,
  alpha: number,
): Pick<CellVerdict, "chance" | "detectable"> {
  const chance = evidence.chance();
  const shown = evidence.wouldShow(Math.log1p(margin.effective), { alpha, power: POWER });
  const detectable = Math.expm1(shown);
  return Number.isFinite(detectable) ? { chance, detectable } : { chance };
}

/** The same rounds are asked for several times, and computing ranks takes long. */
function remembered(after: Candidate["after"]): Candidate["after"] {
  const found = new Map<number, KnownSoFar>();
  return (rounds) => {
    const known = found.get(rounds) ?? after(rounds);
    found.set(rounds, known);
    return known;
  };
}

function decidable({ after, asked = ONLY_TYPICAL }: Candidate): Decidable {
  return { after: (rounds) => chancesOf(after(rounds), asked) };
}

/** The estimate and its interval, after one look or at the end of several. */
export function effectOf(evidence: Evidence, several: boolean): Effect {
  const told = evidence.interval(several ? COMPUTED : TOLD);
  // With fewer rounds than that needs, the interval has the confidence that they allow. A single
  // round has none.
  const interval =
    told ?? (evidence.n > 1 ? evidence.interval(1 - 2 ** (1 - evidence.n) - 1e-12) : undefined);
  if (interval === undefined) return { slowdown: Math.exp(evidence.estimate) };
  const { low, high, confidence } = interval;
  return {
    slowdown: Math.exp(evidence.estimate),
    interval: {
      low: Math.exp(low),
      high: Math.exp(high),
      confidence: told === undefined ? confidence : TOLD,
    },
  };
}

/** No more looks than these are told: nobody reads a hundred. */
const MOST_TOLD = 12;

/** What some of the looks showed. At the last one a verdict may have been reached. */
function looksOf(
  after: Candidate["after"],
  seen: readonly Seen[],
  verdict: Verdict,
  part: number,
): readonly CellLook[] {
  const last = seen.length - 1;
  return seen.flatMap(({ rounds, levels }, index): CellLook[] => {
    const { evidence } = after(rounds);
    if (evidence === undefined || !isTold(index, last)) return [];
    const then = index === last ? verdict : "inconclusive";
    const bounds = boundsOf(evidence, then, { ...levels, worse: part * levels.worse });
    return [{ rounds, slowdown: Math.exp(evidence.estimate), bounds }];
  });
}

/** Evenly spread, and always the last. */
function isTold(index: number, last: number): boolean {
  const step = Math.ceil((last + 1) / MOST_TOLD);
  return (last - index) % step === 0;
}
