/**
 * What is sure about a change. A verdict is a one-sided bound that lies on its own side of the
 * margin, so the bounds that are told are the very ones that were tested: a verdict can be read off
 * them, and nothing that stands beside it can contradict it.
 */
import type { Levels } from "./decide.ts";
import { type Evidence, ON_THE_BOUND } from "./evidence.ts";
import type { Bound, Margin, Verdict } from "./judgement.ts";

/**
 * The bound behind a verdict. If no verdict was reached, it is the bound that lies across the
 * margin.
 */
export function decidingBound(
  evidence: Evidence,
  margin: Margin,
  verdict: Verdict,
  levels: Levels,
): Bound | undefined {
  switch (verdict) {
    case "regressed":
      return atLeast(evidence, levels);
    case "improved":
    case "pass":
      return atMost(evidence, levels, verdict);
    case "inconclusive":
      return isWithin(evidence, margin)
        ? atMost(evidence, levels, verdict)
        : atLeast(evidence, levels);
  }
}

/** From below and from above. With very few rounds there is none at the errors that are allowed. */
export function boundsOf(evidence: Evidence, verdict: Verdict, levels: Levels): readonly Bound[] {
  const bounds = [atLeast(evidence, levels), atMost(evidence, levels, verdict)];
  return bounds.filter((bound) => bound !== undefined);
}

/** Whether the estimate is short of the margin. */
export function isWithin({ estimate }: Evidence, { effective }: Margin): boolean {
  return estimate < Math.log1p(effective) - ON_THE_BOUND;
}

function atLeast(evidence: Evidence, { worse }: Levels): Bound | undefined {
  return bounded("at-least", evidence.lower(worse), worse);
}

/** To be called better takes another error than to be called harmless. */
function atMost(evidence: Evidence, levels: Levels, verdict: Verdict): Bound | undefined {
  const error = verdict === "improved" ? levels.better : levels.harmless;
  return bounded("at-most", evidence.upper(error), error);
}

function bounded(is: Bound["is"], log: number | undefined, error: number): Bound | undefined {
  if (log === undefined) return undefined;
  return { is, slowdown: Math.exp(log), confidence: 1 - error };
}
