/** A part with its figures, as reports show it. */
import { fewestRounds } from "../stats/power.ts";
import type { Interval } from "../stats/summary.ts";
import { CONFIDENCE } from "../stats/summary.ts";
import type { Question } from "./claim.ts";
import type { Part } from "./parts.ts";
import type { PartResult } from "./result.ts";
import { pOf } from "./ways.ts";

/** `level`: the error at which this part is sure. */
export function shownPart(part: Part, level: number): PartResult {
  const { question, target, finding } = part;
  const { about, kind } = question;
  const answer = pOf(part, "yes") <= level ? "yes" : pOf(part, "no") <= level ? "no" : "open";
  const named = { about, kind, target, answer, ...sourceOf(question) } as const;
  if (finding.kind === "exact") {
    const { kind: _, answer: __, ...figures } = finding;
    return { ...named, ...figures, ...("bound" in question ? { bound: question.bound } : {}) };
  }
  const { evidence, bound, shown, metrics, lossy, rounds } = finding;
  const interval = intervalOf(part, level, answer !== "open");
  return {
    ...named,
    figure: shown(evidence.estimate),
    bound: shown(bound),
    ...(interval === undefined
      ? {}
      : {
          low: shown(interval.low),
          high: shown(interval.high),
          confidence: interval.confidence,
        }),
    rounds,
    metrics,
    ...(lossy ? { lossy } : {}),
  };
}

function sourceOf(question: Question): Pick<PartResult, "workload" | "family" | "check"> {
  return {
    ...("workload" in question ? { workload: question.workload } : {}),
    ...("family" in question ? { family: question.family } : {}),
    ...("check" in question ? { check: question.check } : {}),
  };
}

/**
 * The interval that an answer comes from. Both ends have the answer's level, so it leaves the bound
 * out. Without an answer it is the usual one, or what so few rounds allow.
 */
function intervalOf({ finding }: Part, level: number, sure: boolean): Interval | undefined {
  if (finding.kind !== "rounds") return undefined;
  const { evidence } = finding;
  if (sure) return evidence.interval(1 - 2 * level);
  const least = fewestRounds((1 - CONFIDENCE) / 2);
  return evidence.n >= least
    ? evidence.interval(CONFIDENCE)
    : evidence.n >= FEWEST
      ? evidence.interval(1 - 2 ** (1 - evidence.n))
      : undefined;
}

/** With fewer rounds an interval would only pretend to know something. */
const FEWEST = 3;
