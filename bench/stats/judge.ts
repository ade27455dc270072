/** Cells with what is known of them -> verdicts with their reasons, the same way for every comparison. */
import { decide, ERRORS, type Errors, type Question } from "./decide.ts";
import type { Evidence } from "./evidence.ts";
import type { CellVerdict, Effect, Margin, Verdict } from "./judgement.ts";
import { shareOf } from "./looks.ts";
import { changeText, percent, rangeText, wordsFor } from "./words.ts";

/** Why a cell cannot be judged, whatever its figures are. */
export interface Problem {
  readonly reason: string;
  readonly remedy: string;
}

/** A cell before it is judged. */
export interface Candidate
  extends Omit<CellVerdict, "verdict" | "reason" | "remedy" | "effect" | "moreRounds"> {
  readonly problem?: Problem;
  /** Undefined while no round has both sides. */
  after(rounds: number): Evidence | undefined;
}

/** The confidence of the intervals that are told. */
const TOLD = 0.95;
/**
 * What it takes to have it at the end of several looks: to end when the figures have come out clearly
 * costs intervals about a point of their coverage. Found by simulation: docs/gate.md.
 */
const COMPUTED = 0.96;
const POWER = 0.8;
/** More rounds than this nobody will take. */
const MOST_ROUNDS = 5000;

export interface Looks {
  /** Those that there have been. */
  readonly taken: readonly number[];
  /** Those that there were to be: errors are divided over them. */
  readonly planned: readonly number[];
}

export function judge(
  candidates: readonly Candidate[],
  looks: Looks,
  errors: Errors = ERRORS,
): CellVerdict[] {
  const gated = candidates.filter((candidate) => candidate.gated);
  const decisions = decide(gated.map(questionOf), looks.taken, looks.planned, errors);
  // More rounds would be judged at the last look, or at one like it.
  const share = shareOf(Number.POSITIVE_INFINITY, looks.planned);
  const alpha = (errors.alpha * share) / Math.max(1, gated.length);
  const beta = errors.beta * share;
  return candidates.map((candidate): CellVerdict => {
    const decision = decisions[gated.indexOf(candidate)];
    // What is not gated is judged by itself, for information.
    const { verdict, rounds } =
      decision ??
      (decide(
        [questionOf(candidate)],
        looks.taken,
        looks.planned,
        errors,
      )[0] as (typeof decisions)[0]);
    const { after, problem, ...cell } = candidate;
    const evidence = problem === undefined ? after(rounds) : undefined;
    const effect =
      evidence === undefined ? undefined : effectOf(evidence, looks.planned.length > 1);
    return {
      ...cell,
      ...(effect === undefined ? {} : { effect }),
      verdict,
      ...explain({ candidate, verdict, rounds, evidence, effect, alpha, beta }),
    };
  });
}

function questionOf({ problem, margin, after }: Candidate): Question {
  return {
    margin: Math.log1p(margin.effective),
    after: problem === undefined ? after : () => undefined,
  };
}

/** The estimate and its interval, after one look or at the end of several. */
export function effectOf(evidence: Evidence, several: boolean): Effect {
  const told = evidence.interval(several ? COMPUTED : TOLD);
  // Fewer rounds than that takes have what confidence they allow; a single one has none.
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

interface Found {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly rounds: number;
  readonly evidence: Evidence | undefined;
  readonly effect: Effect | undefined;
  readonly alpha: number;
  readonly beta: number;
}

function explain(found: Found): Pick<CellVerdict, "reason" | "remedy" | "moreRounds"> {
  const { candidate, verdict, evidence, effect } = found;
  if (candidate.problem !== undefined) return candidate.problem;
  if (evidence === undefined || effect === undefined) {
    return {
      reason: "no round has both sides",
      remedy: "see what failed: isotax report on the run's folder shows it",
    };
  }
  const said = `${changeText(effect.slowdown, candidate)}${intervalText(effect, candidate)}`;
  const allowed = `the ${allowedText(candidate.margin)} allowed`;
  const { worse, better } = wordsFor(candidate);
  switch (verdict) {
    case "regressed":
      return {
        reason: `${said}: more than ${allowed}, after ${times(evidence)}`,
        remedy:
          "look at what changed between base and head; if it is meant to be so, allow it with a larger margin or take head as the new base",
      };
    case "improved":
      return {
        reason: `${said}: ${better} by more than ${percent(candidate.margin.effective)}, after ${times(evidence)}`,
        remedy: "",
      };
    case "pass":
      return {
        reason: `${said}: if it is ${worse} at all, by less than ${allowed}`,
        remedy: "",
      };
    case "inconclusive":
      return undecided(found, evidence, said, allowed);
  }
}

function undecided(
  { candidate, alpha, beta }: Found,
  evidence: Evidence,
  said: string,
  allowed: string,
): Pick<CellVerdict, "reason" | "remedy" | "moreRounds"> {
  const fewest = Math.max(evidence.fewest(alpha), evidence.fewest(beta));
  if (evidence.n < fewest) {
    return {
      reason: `${said}: ${times(evidence)} ${evidence.n === 1 ? "is" : "are"} too few to be sure of anything; it takes ${fewest} at the least`,
      remedy: `more rounds: --rounds ${fewest} or more, and a --budget that they fit in`,
      moreRounds: fewest - evidence.n,
    };
  }
  const bound = Math.log1p(candidate.margin.effective);
  const within = evidence.estimate < bound;
  const more = evidence.moreRounds(bound, { alpha: within ? beta : alpha, power: POWER });
  const reason = `${said} after ${times(evidence)}: ${allowed} ${within ? "are not surely kept" : "are exceeded, but not surely enough"}`;
  if (more === undefined || more > MOST_ROUNDS) {
    return {
      reason,
      remedy:
        evidence.of === "run"
          ? "more runs, or more rounds in each, would narrow it; or compare in turns, which is more sensitive: isotax gate BASE HEAD"
          : "more rounds would hardly tell: what was found lies too close to the margin, or scatters too much; choose another margin or a quieter machine, or, of two runs, compare in turns: isotax gate BASE HEAD",
    };
  }
  return {
    reason,
    remedy: `about ${more} more rounds would tell: a larger --budget and --rounds, or a quieter machine`,
    moreRounds: more,
  };
}

function times({ n, of }: Evidence): string {
  return n === 1 ? `1 ${of}` : `${n} ${of}s`;
}

function intervalText({ interval }: Effect, candidate: Candidate): string {
  if (interval === undefined) return "";
  const confidence = `${Math.floor(interval.confidence * 100)}%`;
  return ` (${rangeText(interval, candidate)}, with ${confidence} confidence)`;
}

function allowedText({ relative, effective }: Margin): string {
  return effective > relative ? `${percent(effective)} (the least that counts)` : percent(relative);
}
