/** The reasons of verdicts, and what to do about them. */
import { quantity } from "../../format.ts";
import { percent, sureText } from "../figures.ts";
import type { Figures } from "../judged.ts";
import { typicalText, wordsFor } from "./words/change.ts";
import { counted } from "./words/counts.ts";
import { partsOf } from "./words/judged.ts";

export const verdicts = {
  "verdicts.regressed": (figures: Figures) => {
    const { change, limit, margin, times } = partsOf(figures, true);
    return `${change}: ${limit}, more than the ${margin} allowed, after ${times}`;
  },
  "verdicts.improved": (figures: Figures) => {
    const { change, limit, counting, times } = partsOf(figures, true);
    return `${change}: ${limit}, more than the ${counting} that counts, after ${times}`;
  },
  "verdicts.pass": (figures: Figures & Besides & { starts: boolean }) => {
    const { change, limit, margin } = partsOf(figures, true);
    const { bound, starts } = figures;
    const against =
      bound !== undefined && bound > 1
        ? `, less than the ${margin} allowed`
        : `; up to ${margin} ${wordsFor(figures).worse} is allowed`;
    return `${change}: ${typicalText(starts)} is ${limit}${against}${besidesText(figures)}`;
  },
  /** Slow rounds: those with a start that is much slower than base's usually are. */
  "verdicts.slow-regressed": (figures: Slow) =>
    `slow starts: ${slowText(figures)}: at least ${percent(figures.least)} of rounds more than base's, and ${percent(figures.allowed)} are allowed`,
  "verdicts.slow-open": (figures: Slow) =>
    `slow starts: ${slowText(figures)}: at most ${percent(figures.most)} of rounds more than base's, so the ${percent(figures.allowed)} allowed, or more, is not ruled out`,
  "verdicts.slow-unknown": () => "too few rounds to say which starts are slow",
  /** `why`: the first failure's reason. */
  "verdicts.fails-more": (figures: Failed & { why?: string }) =>
    `head fails more often than base: ${failedText(figures)}${figures.why === undefined ? "" : `; the first time: ${figures.why}`}`,
  "verdicts.failures-open": (figures: Failed & { allowed: number }) =>
    `${failedText(figures)}: that head fails in ${percent(figures.allowed)} of rounds more than base, or in still more, is not ruled out`,
  /** `within`: whether the estimate is within the margin. */
  "verdicts.too-few": (figures: TooFew) => {
    const { change, margin, times } = partsOf(figures, false);
    const { n, within, fewest, needed } = figures;
    const sure = needed === undefined ? "sure" : `${sureText(needed)} sure`;
    return `${change}, but ${times} ${n === 1 ? "is" : "are"} too few to be ${sure} ${within ? "that it is" : "that it is not"} within the ${margin} allowed; it takes ${fewest} at the least`;
  },
  "verdicts.not-ruled-out": (figures: Figures & { within: boolean }) => {
    const { change, limit, margin, times } = partsOf(figures, false);
    return `${change} after ${times}: ${limit}, so the ${margin} allowed, or ${figures.within ? "more" : "less"}, is not ruled out`;
  },
  "verdicts.no-common-round": () => "no round has both sides",

  "verdicts.see-what-failed": () => "see what failed: isotax report on the run's folder shows it",
  "verdicts.look-at-changes": () =>
    "look at what changed between base and head; if it is meant to be so, allow it with a larger margin or take head as the new base",
  /** `rounds`: the fewest in all. */
  "verdicts.measure-rounds": ({ rounds }: { rounds: number }) =>
    `measure more rounds: --rounds ${rounds} or more (of a gate, with a --budget that they fit in)`,
  "verdicts.more-runs": () =>
    "more runs, or more rounds in each, would narrow it; or compare in turns, which is more sensitive: isotax gate BASE HEAD",
  "verdicts.hardly-tell": () =>
    "more rounds would hardly tell: the result is too close to the margin, or scatters too much; choose another margin, or a quieter machine",
  /** `rounds`: how many more. */
  "verdicts.more-rounds": ({ rounds }: { rounds: number }) =>
    `about ${rounds} more rounds would tell: a larger --budget and --rounds, or a quieter machine`,
};

/** Stands behind what a pass says of the typical value. */
interface Besides {
  readonly slowBase?: number;
  readonly slowHead?: number;
  readonly slowOf?: number;
  readonly failedBase?: number;
  readonly failedHead?: number;
  readonly failedOf?: number;
}

function besidesText(of: Besides): string {
  const slow =
    of.slowOf === undefined
      ? ""
      : `; rounds with a slow start: ${of.slowBase} -> ${of.slowHead} of ${of.slowOf}`;
  const failed =
    of.failedOf === undefined
      ? ""
      : `; failed rounds: ${of.failedBase} -> ${of.failedHead} of ${of.failedOf}`;
  return `${slow}${failed}`;
}

interface Slow {
  /** Slow rounds of each side, of so many. */
  readonly base: number;
  readonly head: number;
  readonly n: number;
  readonly baseLimitNs: number;
  readonly headLimitNs: number;
  /** How many more rounds may be slow, are at the least and at the most; as shares. */
  readonly allowed: number;
  readonly least: number;
  readonly most: number;
}

function slowText({ base, head, n, baseLimitNs, headLimitNs }: Slow): string {
  const limits = `${quantity(baseLimitNs, "ns")} -> ${quantity(headLimitNs, "ns")}`;
  return `${base} -> ${head} of ${counted(n, "round")} have one (longer than ${limits})`;
}

interface Failed {
  readonly base: number;
  readonly baseOf: number;
  readonly head: number;
  readonly headOf: number;
}

function failedText({ base, baseOf, head, headOf }: Failed): string {
  return `head failed in ${head} of ${counted(headOf, "round")}, base in ${base} of ${baseOf}`;
}

interface TooFew extends Figures {
  readonly within: boolean;
  readonly fewest: number;
  /** How sure a verdict has to be there. Gates of earlier versions did not say. */
  readonly needed?: number;
}
