/** Turns cells into verdicts with reasons, in the same way for every comparison. */
import { say } from "../messages.ts";
import type { Message } from "../types.ts";
import { boundsOf, decidingBound, isWithin } from "./bounds.ts";
import {
  type Decidable,
  type Decision,
  decide,
  ERRORS,
  type Errors,
  type Levels,
  type Seen,
} from "./decide.ts";
import type { Evidence } from "./evidence.ts";
import type { Bound, CellLook, CellVerdict, Effect, Margin, Side, Verdict } from "./judgement.ts";
import { firstReach, shareOf } from "./looks.ts";
import { areStarts } from "./starts.ts";

/** Why a cell cannot be judged, whatever its figures are. */
export interface Problem {
  readonly reason: Message;
  readonly remedy: Message;
}

/** What is known about a cell after a number of rounds. */
export interface KnownSoFar extends Pick<CellVerdict, "margin"> {
  readonly baseSide?: Side | undefined;
  readonly headSide?: Side | undefined;
  /** Undefined while no round has both sides, or where something forbids a judgement. */
  readonly evidence?: Evidence | undefined;
}

/** A cell before it is judged. */
export interface Candidate
  extends Omit<
    CellVerdict,
    | (
        | "verdict"
        | "reason"
        | "remedy"
        | "effect"
        | "bound"
        | "bounds"
        | "looks"
        | "chance"
        | "detectable"
        | "moreRounds"
      )
    | keyof KnownSoFar
  > {
  /** Found from all rounds. */
  readonly problem?: Problem | undefined;
  /** What to do if the cell is worse, where that differs from the usual advice. */
  readonly ifWorse?: Message | undefined;
  /**
   * Uses only the rounds up to this one, as known at that look. A decision therefore stays as it
   * was.
   */
  after(rounds: number): KnownSoFar;
}

/** The confidence of the intervals that are reported. */
const TOLD = 0.95;
/**
 * The confidence that must be computed to have `TOLD` at the end of several looks. Stopping when
 * the figures are clear costs intervals about a point of their coverage. Found by simulation:
 * docs/gate.md.
 */
const COMPUTED = 0.96;
const POWER = 0.8;
/** Nobody will take more rounds than this. */
const MOST_ROUNDS = 5000;

export interface Looks {
  /** The looks that were taken. */
  readonly taken: readonly number[];
  /** The looks that were planned. Errors are divided over them. */
  readonly planned: readonly number[];
  /** Whether cells are to have what each look showed: for readers. It takes a while. */
  readonly told?: boolean;
}

export function judge(
  candidates: readonly Candidate[],
  looks: Looks,
  errors: Errors = ERRORS,
): CellVerdict[] {
  const all = candidates.map((candidate) => ({ ...candidate, after: remembered(candidate.after) }));
  const gated = all.filter((candidate) => candidate.gated);
  const decisions = decide(gated.map(questionOf), looks.taken, looks.planned, errors);
  const alphaAfter = (rounds: number) =>
    (errors.alpha * shareOf(rounds, looks.planned)) / Math.max(1, gated.length);
  // More rounds would be judged at the last look, or at one like it.
  const share = shareOf(Number.POSITIVE_INFINITY, looks.planned);
  const alpha = alphaAfter(Number.POSITIVE_INFINITY);
  const beta = errors.beta * share;
  const reachOf = (gatedCell: boolean) => (within: boolean, from: number, evidence: Evidence) => {
    const error = within ? errors.beta : errors.alpha / (gatedCell ? gated.length : 1);
    return firstReach(looks.planned, (part) => evidence.fewest(error * part), from);
  };
  return all.map((candidate): CellVerdict => {
    // A cell that is not gated is judged by itself, for information.
    const {
      verdict: reached,
      rounds,
      levels,
      seen,
    } = decisions[gated.indexOf(candidate)] ??
    (decide([questionOf(candidate)], looks.taken, looks.planned, errors)[0] as Decision);
    const { after, problem, ifWorse: _, ...cell } = candidate;
    // Later rounds may forbid any statement, even about a cell that was already decided.
    const verdict = problem === undefined ? reached : "inconclusive";
    const { margin, baseSide, headSide, evidence: known } = after(rounds);
    const evidence = problem === undefined ? known : undefined;
    const effect = evidence && effectOf(evidence, looks.planned.length > 1);
    const bound = evidence && levels && decidingBound(evidence, margin, verdict, levels);
    const bounds = evidence && levels && boundsOf(evidence, verdict, levels);
    const told = evidence && looks.told === true && looks.taken.length > 1;
    return {
      ...cell,
      margin,
      ...(baseSide === undefined ? {} : { baseSide }),
      ...(headSide === undefined ? {} : { headSide }),
      ...(effect === undefined ? {} : { effect }),
      ...(bound === undefined ? {} : { bound }),
      ...(bounds === undefined || bounds.length === 0 ? {} : { bounds }),
      ...(told === true ? { looks: looksOf(after, seen, verdict) } : {}),
      ...(evidence === undefined ? {} : strengthOf(evidence, margin, alphaAfter(rounds))),
      verdict,
      ...explain({
        candidate,
        margin,
        verdict,
        evidence,
        effect,
        bound,
        levels,
        alpha,
        beta,
        reach: reachOf(candidate.gated),
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
  const chance = Math.min(1, 2 * Math.min(evidence.pAbove(0), evidence.pBelow(0)));
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

function questionOf({ after }: Candidate): Decidable {
  return {
    margin: (rounds) => Math.log1p(after(rounds).margin.effective),
    after: (rounds) => after(rounds).evidence,
  };
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

/** What each look showed. At the last one a verdict may have been reached. */
function looksOf(
  after: Candidate["after"],
  seen: readonly Seen[],
  verdict: Verdict,
): readonly CellLook[] {
  return seen.flatMap(({ rounds, levels }, index): CellLook[] => {
    const { evidence } = after(rounds);
    if (evidence === undefined) return [];
    const then = index === seen.length - 1 ? verdict : "inconclusive";
    const bounds = boundsOf(evidence, then, levels);
    return [{ rounds, slowdown: Math.exp(evidence.estimate), bounds }];
  });
}

interface Found {
  readonly candidate: Candidate;
  readonly margin: Margin;
  readonly verdict: Verdict;
  readonly evidence: Evidence | undefined;
  readonly effect: Effect | undefined;
  readonly bound: Bound | undefined;
  readonly levels: Levels | undefined;
  readonly alpha: number;
  readonly beta: number;
  /** The fewest rounds, starting from some number, after which any data could decide it. */
  reach(within: boolean, from: number, evidence: Evidence): number;
}

type Explanation = Pick<CellVerdict, "reason" | "remedy" | "moreRounds">;

function explain(found: Found): Explanation {
  const { candidate, verdict, evidence, effect } = found;
  if (candidate.problem !== undefined) {
    const { reason, remedy } = candidate.problem;
    return { reason, remedy };
  }
  if (evidence === undefined || effect === undefined) {
    return { reason: say("verdicts.no-common-round"), remedy: say("verdicts.see-what-failed") };
  }
  const figures = figuresOf(found, evidence, effect);
  switch (verdict) {
    case "regressed":
      return {
        reason: say("verdicts.regressed", figures),
        remedy: candidate.ifWorse ?? say("verdicts.look-at-changes"),
      };
    case "improved":
      return { reason: say("verdicts.improved", figures) };
    case "pass":
      return { reason: say("verdicts.pass", { ...figures, starts: areStarts([candidate]) }) };
    case "inconclusive":
      return undecided(found, evidence, figures);
  }
}

/**
 * What the sentences about a verdict are made of. Reports see by `slowdown` that such a sentence
 * tells the change.
 */
function figuresOf({ candidate, margin, bound }: Found, { n, of }: Evidence, effect: Effect) {
  const { unit, better } = candidate;
  const { slowdown } = effect;
  const { relative, effective } = margin;
  return {
    unit,
    better,
    slowdown,
    ...(bound === undefined
      ? {}
      : { bound: bound.slowdown, boundIs: bound.is, boundConfidence: bound.confidence }),
    relative,
    effective,
    n,
    of,
  };
}

function undecided(
  { margin, alpha, beta, bound, levels, reach }: Found,
  evidence: Evidence,
  figures: ReturnType<typeof figuresOf>,
): Explanation {
  const within = isWithin(evidence, margin);
  if (bound === undefined) {
    const fewest = reach(within, evidence.n + 1, evidence);
    return {
      reason: say("verdicts.too-few", { ...figures, within, fewest, ...neededFor(within, levels) }),
      remedy: say("verdicts.measure-rounds", { rounds: fewest }),
      moreRounds: fewest - evidence.n,
    };
  }
  const more = evidence.moreRounds(Math.log1p(margin.effective), {
    alpha: within ? beta : alpha,
    power: POWER,
  });
  const reason = say("verdicts.not-ruled-out", { ...figures, within });
  if (!evidence.inTurns) return { reason, remedy: say("verdicts.more-runs") };
  if (more === undefined || more > MOST_ROUNDS) {
    return { reason, remedy: say("verdicts.hardly-tell") };
  }
  return { reason, remedy: say("verdicts.more-rounds", { rounds: more }), moreRounds: more };
}

/** How sure a verdict would have to be there, which so few rounds cannot. */
function neededFor(within: boolean, levels: Levels | undefined): { readonly needed?: number } {
  if (levels === undefined) return {};
  return { needed: 1 - (within ? levels.harmless : levels.worse) };
}
