/** The reasons of verdicts, and what to do about them. */
import { sureText } from "../figures.ts";
import type { Figures } from "../judged.ts";
import { typicalText, wordsFor } from "./words/change.ts";
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
  "verdicts.pass": (figures: Figures & { starts: boolean }) => {
    const { change, limit, margin } = partsOf(figures, true);
    const { bound, starts } = figures;
    const against =
      bound !== undefined && bound > 1
        ? `, less than the ${margin} allowed`
        : `; up to ${margin} ${wordsFor(figures).worse} is allowed`;
    return `${change}: ${typicalText(starts)} is ${limit}${against}`;
  },
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

interface TooFew extends Figures {
  readonly within: boolean;
  readonly fewest: number;
  /** How sure a verdict has to be there. Gates of earlier versions did not say. */
  readonly needed?: number;
}
