/**
 * What the last nights of a history say together. One night shows only a large step: what runs
 * scatter hides the rest. So the last 1, 3, 5 and 10 are asked, each with a share of the error.
 */
import { combined, type Evidence, studentEvidence } from "./evidence.ts";
import { beyondOf, momentsOf } from "./moments.ts";
import type { RunLevel } from "./run-level.ts";

/** Nights that are asked together whether it got worse. */
const WORSE = [1, 3, 5, 10] as const;
/** Nights that are asked together whether it did not. More would hide a step of this night. */
const HARMLESS = [1, 3] as const;

/** The last nights, this one included, and the runs that say what is normal; oldest first. */
export interface Nights {
  readonly recent: readonly RunLevel[];
  readonly normal: readonly RunLevel[];
}

/**
 * `last` gives the last so many nights. It has one night in any case. `wasWorse`: whether those
 * before this night are known to be worse. Then only this night says that it still is: with them it
 * would look worse when it is mended.
 */
export function evidenceOfNights(
  last: (nights: number) => Nights | undefined,
  wasWorse: boolean,
): Evidence {
  const of = (sizes: readonly number[]) =>
    sizes.flatMap((size): Evidence[] => {
      const nights = last(size);
      return nights === undefined ? [] : [meanAgainst(nights)];
    });
  const [worse, harmless] = [of(wasWorse ? WORSE.slice(0, 1) : WORSE), of(HARMLESS)];
  const [night] = worse as [Evidence];
  const least = (values: readonly number[]) => Math.min(...values);
  const upper = (error: number) =>
    least(harmless.map((one) => one.upper(error / harmless.length) ?? Number.POSITIVE_INFINITY));
  return {
    ...night,
    lower: (error) =>
      Math.max(...worse.map((one) => one.lower(error / worse.length) ?? Number.NEGATIVE_INFINITY)),
    // A night that lies beyond a bound itself is not shown to be below it by those before.
    upper: (error) => Math.max(night.estimate, upper(error)),
    pAbove: (bound) => Math.min(1, worse.length * least(worse.map((one) => one.pAbove(bound)))),
    pBelow: (bound) =>
      night.estimate >= bound
        ? 1
        : Math.min(1, harmless.length * least(harmless.map((one) => one.pBelow(bound)))),
  };
}

/** The mean of some runs against that of the normal ones: Student's prediction of such a mean. */
function meanAgainst({ recent: runs, normal }: Nights): Evidence {
  const { mean, deviation } = momentsOf(normal.map(({ estimate }) => estimate));
  const now = momentsOf(runs.map(({ estimate }) => estimate)).mean;
  const count = runs.length;
  return studentEvidence({
    of: "run",
    n: normal.length,
    estimate: now - mean,
    ...combined([
      { variance: deviation ** 2 * (1 / count + 1 / normal.length), degrees: normal.length - 1 },
      ...runs.map((run) => {
        const { variance, degrees } = beyondOf(run, normal);
        return { variance: variance / count ** 2, degrees };
      }),
    ]),
  });
}
