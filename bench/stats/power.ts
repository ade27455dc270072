/**
 * What a number of rounds can show, by the normal approximation of the signed-rank test. Its
 * efficiency against the t test is 3 / pi where rounds scatter normally. It is better where rounds
 * have heavier tails, so these figures are cautious there.
 * Source: Lehmann, Nonparametrics: Statistical Methods Based on Ranks (1975), sections 4.2 and 4.3.
 */
import { normalQuantile } from "./distributions.ts";

const EFFICIENCY = 3 / Math.PI;

export interface Design {
  /** Standard deviation of the paired differences of single rounds. */
  readonly sigma: number;
  /** The one-sided error that is allowed. */
  readonly alpha: number;
  /** Chance of detecting an effect that exists. */
  readonly power: number;
}

/** With fewer rounds no data reaches `alpha`: with n rounds the smallest p-value is 2^-n. */
export function fewestRounds(alpha: number): number {
  return Math.ceil(-Math.log2(alpha));
}

/** Rounds needed to separate a centre from a bound that is `distance` away. */
export function roundsNeeded(distance: number, design: Design): number {
  const { sigma, alpha } = design;
  const ratio = (sumOfQuantiles(design) * sigma) / Math.abs(distance);
  return Math.max(fewestRounds(alpha), Math.ceil(ratio ** 2 / EFFICIENCY));
}

/** The smallest distance from a bound that this many rounds can detect. */
export function smallestEffect(rounds: number, design: Design): number {
  if (rounds < fewestRounds(design.alpha)) return Number.POSITIVE_INFINITY;
  return (sumOfQuantiles(design) * design.sigma) / Math.sqrt(rounds * EFFICIENCY);
}

function sumOfQuantiles({ alpha, power }: Design): number {
  return normalQuantile(1 - alpha) + normalQuantile(power);
}
