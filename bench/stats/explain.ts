/** The reason of a verdict, as a sentence with its figures, and what to do about it. */
import { say } from "../messages.ts";
import { isWithin } from "./bounds.ts";
import type { Levels } from "./decide.ts";
import type { Evidence } from "./evidence.ts";
import type { Candidate, KnownSoFar, Problem } from "./judge.ts";
import type { Bound, CellVerdict, Effect, Tries, Verdict } from "./judgement.ts";
import { FAILURES_ALLOWED, type Question } from "./questions.ts";
import type { Shares } from "./shares.ts";
import { slowAllowed } from "./slow-rounds.ts";
import { areStarts } from "./starts.ts";

const POWER = 0.8;
/** Nobody will take more rounds than this. */
const MOST_ROUNDS = 5000;

interface Found {
  readonly candidate: Candidate;
  readonly known: KnownSoFar;
  readonly problem: Problem | undefined;
  /** Whether it is called regressed only because it was before. */
  readonly isStillWorse: boolean;
  /** What made it regressed, or keeps it open. */
  readonly question: Question | undefined;
  readonly verdict: Verdict;
  readonly effect: Effect | undefined;
  readonly bound: Bound | undefined;
  /** Those of the typical value. */
  readonly levels: Levels | undefined;
  readonly alpha: number;
  readonly beta: number;
}

type Explanation = Pick<CellVerdict, "reason" | "remedy" | "moreRounds">;

export function explain(found: Found): Explanation {
  const { candidate, known, problem, question, verdict, effect } = found;
  if (problem !== undefined) return { reason: problem.reason, remedy: problem.remedy };
  const { evidence } = known;
  if (verdict === "regressed" && question === "failures") return failing(found);
  if (evidence === undefined || effect === undefined) {
    return { reason: say("verdicts.no-common-round"), remedy: say("verdicts.see-what-failed") };
  }
  const figures = figuresOf(found, evidence, effect);
  const ifWorse = candidate.ifWorse ?? say("verdicts.look-at-changes");
  switch (verdict) {
    case "regressed":
      if (found.isStillWorse && candidate.stillWorse !== undefined) {
        return { reason: candidate.stillWorse, remedy: ifWorse };
      }
      return question === "slow"
        ? { reason: say("verdicts.slow-regressed", slowFigures(found)), remedy: ifWorse }
        : { reason: say("verdicts.regressed", figures), remedy: ifWorse };
    case "improved":
      return { reason: say("verdicts.improved", figures) };
    case "pass":
      return { reason: say("verdicts.pass", { ...figures, ...besides(found) }) };
    case "inconclusive":
      if (question === "slow") return slowOpen(found);
      if (question === "failures") return failuresOpen(found);
      return undecided(found, evidence, figures);
  }
}

/**
 * What the sentences about a verdict are made of. Reports see by `slowdown` that such a sentence
 * tells the change.
 */
function figuresOf({ candidate, known, bound }: Found, { n, of }: Evidence, effect: Effect) {
  const { unit, better } = candidate;
  const { slowdown } = effect;
  const { relative, effective } = known.margin;
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

/** What else a pass has looked at: readers must not think that nothing failed. */
function besides(found: Found) {
  const { candidate, known } = found;
  const shares = known.slow?.shares;
  const { base, head } = triesOf(found);
  return {
    starts: areStarts([candidate]),
    ...(shares === undefined
      ? {}
      : { slowBase: shares.base, slowHead: shares.head, slowOf: shares.n }),
    ...(base.failed + head.failed === 0
      ? {}
      : { failedBase: base.failed, failedHead: head.failed, failedOf: head.rounds }),
  };
}

type ChangeFigures = ReturnType<typeof figuresOf>;

function undecided(
  { known: { margin }, alpha, beta, bound, levels }: Found,
  evidence: Evidence,
  figures: ChangeFigures,
): Explanation {
  const within = isWithin(evidence, margin);
  if (bound === undefined) {
    const fewest = Math.max(evidence.n + 1, evidence.fewest(within ? beta : alpha));
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
  return { reason, ...remedyOf(more) };
}

function remedyOf(more: number | undefined): Pick<Explanation, "remedy" | "moreRounds"> {
  if (more === undefined || more > MOST_ROUNDS) return { remedy: say("verdicts.hardly-tell") };
  return { remedy: say("verdicts.more-rounds", { rounds: more }), moreRounds: more };
}

/** How sure a verdict would have to be there, which so few rounds cannot. */
function neededFor(within: boolean, levels: Levels | undefined): { readonly needed?: number } {
  if (levels === undefined) return {};
  return { needed: 1 - (within ? levels.harmless : levels.worse) };
}

/** Both sides' slow rounds, for sentences. Only for cells that have them. */
function slowFigures({ known: { slow, margin }, levels, beta }: Found) {
  const { shares, base, head } = slow as NonNullable<typeof slow>;
  const allowed = slowAllowed(margin.effective);
  const { n } = shares;
  return {
    base: shares.base,
    head: shares.head,
    n,
    allowed,
    baseLimitNs: base,
    headLimitNs: head,
    least: shares.lower(levels?.worse ?? 0),
    most: shares.upper(beta),
  };
}

function slowOpen(found: Found): Explanation {
  const { slow, margin } = found.known;
  // Too few rounds say what is slow.
  if (slow === undefined) {
    return {
      reason: say("verdicts.slow-unknown"),
      remedy: say("verdicts.see-what-failed"),
    };
  }
  const { shares } = slow;
  const more = leaning(shares, slowAllowed(margin.effective), found);
  return { reason: say("verdicts.slow-open", slowFigures(found)), ...remedyOf(more) };
}

function triesOf({ candidate }: Found): { readonly base: Tries; readonly head: Tries } {
  const none = { rounds: 0, failed: 0 };
  return { base: candidate.baseTries ?? none, head: candidate.headTries ?? none };
}

function failedFigures(found: Found) {
  const { base, head } = triesOf(found);
  return { base: base.failed, baseOf: base.rounds, head: head.failed, headOf: head.rounds };
}

function failing(found: Found): Explanation {
  const { failure } = found.candidate;
  const figures = failedFigures(found);
  if (failure === undefined) {
    return {
      reason: say("verdicts.fails-more", figures),
      remedy: say("verdicts.see-what-failed"),
    };
  }
  const { reason, remedy } = failure;
  return {
    reason: say("verdicts.fails-more", { ...figures, why: reason }),
    remedy: say("verdicts-cells.fix-first", { remedy }),
  };
}

function failuresOpen(found: Found): Explanation {
  const failures = found.known.failures as Shares;
  return {
    reason: say("verdicts.failures-open", { ...failedFigures(found), allowed: FAILURES_ALLOWED }),
    ...remedyOf(leaning(failures, FAILURES_ALLOWED, found)),
  };
}

/** How many more rounds would tell whether something happens more often by so much. */
function leaning(shares: Shares, allowed: number, { alpha, beta }: Found): number | undefined {
  const beyond = shares.head - shares.base > allowed * shares.n;
  return shares.moreRounds(allowed, beyond ? alpha : beta);
}
