/** A part with its figures, as reports show it. */
import type { Interval } from "../stats/summary.ts";
import type { Question } from "./claim.ts";
import type { Finding } from "./finding.ts";
import type { Part } from "./parts.ts";
import type { PartResult } from "./result.ts";
import { pOf } from "./ways.ts";

type Rounds = Extract<Finding, { kind: "rounds" }>;

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
  const { bound, shown, metrics, lossy, rounds } = finding;
  const { estimate, figure, interval } = figureOf(finding, level, answer !== "open");
  return {
    ...named,
    figure,
    bound: shown(bound),
    ...(estimate === undefined ? {} : { estimate }),
    ...interval,
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

interface Figure extends Pick<PartResult, "figure" | "estimate"> {
  readonly interval?: Interval | undefined;
}

/**
 * The median of the rounds, as cards and tables have it. Without an answer its own interval stands
 * beside it, as there. With an answer that is the interval which the answer comes from: both ends
 * have the answer's level, so it leaves the bound out. Where rounds are so skewed that their median
 * lies outside of it, the centre that was tested is shown instead, and says so.
 */
function figureOf({ evidence, summary, shown }: Rounds, level: number, sure: boolean): Figure {
  const figure = summary.median;
  if (!sure) return { figure, interval: summary.interval };
  const tested = evidence.interval(1 - 2 * level);
  if (tested === undefined) return { figure };
  const interval = { ...tested, low: shown(tested.low), high: shown(tested.high) };
  if (interval.low <= figure && figure <= interval.high) return { figure, interval };
  return { figure: shown(evidence.estimate), estimate: "hodges-lehmann", interval };
}
