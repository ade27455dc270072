/** The ways in which a claim can be shown, and how sure each of them is. */
import { highestOf, lowestOf } from "../stats/extent.ts";
import type { Part, Parts } from "./parts.ts";

export const WAYS = ["holds", "does-not-hold", "depends", "not-for-all"] as const;
export type Way = (typeof WAYS)[number];

/** The chance of what was seen, or of what is further away, if the claim is not so. */
export function pValues({ parts, gaps }: Parts): Readonly<Record<Way, number>> {
  const yes = parts.map((part) => pOf(part, "yes"));
  const no = parts.map((part) => pOf(part, "no"));
  const any = (p: readonly number[], way: Way) => Math.min(1, chances(parts, way) * lowestOf(p));
  // Whatever is missing may say something else.
  const all = (p: readonly number[]) => (gaps.length > 0 ? 1 : highestOf(p));
  return {
    holds: all(yes),
    "does-not-hold": all(no),
    depends: Math.max(any(yes, "depends"), any(no, "depends")),
    // Nothing that is missing could make this good.
    "not-for-all": any(no, "not-for-all"),
  };
}

/**
 * Ways in which a part of many can seem to say something that decides: each to either side, or to
 * one.
 */
export function chances(parts: readonly Part[], way: Way): number {
  return (way === "not-for-all" ? 1 : 2) * Math.max(1, parts.length);
}

/** The chance of what a part shows if the answer is not this one. */
export function pOf({ question, finding }: Part, answer: "yes" | "no"): number {
  if (finding.kind === "exact") return finding.answer === answer ? 0 : 1;
  if (finding.lossy) return 1;
  const is = "is" in question ? question.is : "below";
  const { evidence, bound } = finding;
  return (is === "above") === (answer === "yes") ? evidence.pAbove(bound) : evidence.pBelow(bound);
}
