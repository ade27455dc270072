/** How many more rounds would probably decide a claim. */
import { highestOf, lowestOf } from "../stats/extent.ts";
import type { Part, Parts } from "./parts.ts";
import { chances, pOf } from "./ways.ts";

/** Chance that as many rounds decide, if the figures stay what they are. */
const POWER = 0.8;

const MANY = 100;

/** Undefined where rounds alone do not help: something is missing, or a figure is on its bound. */
export function moreRounds({ parts, gaps }: Parts, level: number): number | undefined {
  const yes = parts.filter((part) => leansTo(part, "yes"));
  const no = parts.filter((part) => leansTo(part, "no"));
  if (yes.length + no.length < parts.length) return undefined;
  if (yes.length > 0 && no.length > 0) {
    // One of each is enough, at a level that is divided among all.
    const each = level / chances(parts, "depends");
    const fewest = (of: readonly Part[]) => lowestOf(of.map((part) => moreFor(part, each)));
    const more = finite(Math.max(fewest(yes), fewest(no)));
    // To measure what is missing would be quicker.
    return gaps.length > 0 && (more ?? 0) > MANY ? undefined : more;
  }
  return gaps.length > 0 ? undefined : finite(highestOf(parts.map((part) => moreFor(part, level))));
}

function leansTo({ question, finding }: Part, answer: "yes" | "no"): boolean {
  if (finding.kind === "exact") return finding.answer === answer;
  const { evidence, bound } = finding;
  const is = "is" in question ? question.is : "below";
  return (is === "above") === (answer === "yes")
    ? evidence.estimate > bound
    : evidence.estimate < bound;
}

function moreFor(part: Part, level: number): number {
  const { finding } = part;
  if (finding.kind === "exact") return 0;
  if (finding.lossy) return Number.POSITIVE_INFINITY;
  if (Math.min(pOf(part, "yes"), pOf(part, "no")) <= level) return 0;
  const { evidence, bound, perRound = 1 } = finding;
  const more = evidence.moreRounds(bound, { alpha: level, power: POWER });
  return more === undefined ? Number.POSITIVE_INFINITY : Math.ceil(more / perRound);
}

function finite(rounds: number): number | undefined {
  return Number.isFinite(rounds) && rounds > 0 ? rounds : undefined;
}
