/**
 * What is known of how much worse head is than base, on the scale of logarithms, where twice as
 * slow and half as slow lie equally far from no change.
 */
import { studentCdf, studentQuantile } from "./distributions.ts";
import { type Design, fewestRounds, roundsNeeded, smallestEffect } from "./power.ts";
import { SignedRank } from "./signed-rank.ts";
import type { Interval } from "./summary.ts";

export interface Evidence {
  /** How many of which it rests on. */
  readonly n: number;
  readonly of: "round" | "run";
  /** Whether both sides were measured in the same rounds: then more of them help. */
  readonly inTurns: boolean;
  /** Natural logarithm of the slowdown. */
  readonly estimate: number;
  /** In logarithms; undefined if there is too little for any. */
  interval(confidence: number): Interval | undefined;
  /** One-sided: the true value is surely above this, but for that error; undefined if there is too little. */
  lower(error: number): number | undefined;
  /** The same, below. */
  upper(error: number): number | undefined;
  /** Chance of evidence like this, or stronger, if the true value is `bound` or less. */
  pAbove(bound: number): number;
  /** The same, if the true value is `bound` or more. */
  pBelow(bound: number): number;
  /** Rounds below which no data at all would reach this error. */
  fewest(alpha: number): number;
  /** How many more rounds would tell the estimate from `bound`; undefined where rounds do not help. */
  moreRounds(bound: number, design: Pick<Design, "alpha" | "power">): number | undefined;
  /** The smallest true value that evidence of this amount would tell from `bound`; infinite if none. */
  wouldShow(bound: number, design: Pick<Design, "alpha" | "power">): number;
}

/**
 * Values that lie no further from a bound are on it: log(1.05) and log1p(0.05) are not the same
 * number, and rounds without any scatter would make a certainty of it.
 */
export const ON_THE_BOUND = 1e-9;

/** Two sides measured in the same rounds: logarithms of the slowdown, one of each round. */
export function pairedEvidence(logs: readonly number[]): Evidence {
  const ranks = new SignedRank(logs);
  const sigma = () => deviation(logs, ranks.estimate);
  return {
    n: ranks.n,
    of: "round",
    inTurns: true,
    estimate: ranks.estimate,
    interval: (confidence) => ranks.interval(confidence),
    fewest: fewestRounds,
    lower: (error) => ranks.lower(error),
    upper: (error) => ranks.upper(error),
    pAbove: (bound) => ranks.pAbove(bound + ON_THE_BOUND),
    pBelow: (bound) => ranks.pBelow(bound - ON_THE_BOUND),
    moreRounds: (bound, design) => {
      const distance = Math.abs(ranks.estimate - bound);
      if (distance <= ON_THE_BOUND) return undefined;
      const more = roundsNeeded(distance, { ...design, sigma: sigma() }) - ranks.n;
      // That the estimate says otherwise than the test is chance: one more look's worth.
      return Math.max(more, Math.ceil(ranks.n / 2));
    },
    wouldShow: (bound, design) => bound + smallestEffect(ranks.n, { ...design, sigma: sigma() }),
  };
}

function deviation(values: readonly number[], centre: number): number {
  if (values.length < 2) return 0;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** With so many degrees of freedom Student's t is the normal distribution, to more digits than matter. */
const AS_GOOD_AS_NORMAL = 1e6;

function clamp(degrees: number): number {
  return Math.min(AS_GOOD_AS_NORMAL, Math.max(1, degrees));
}

/** A part of an error, and how well it is known: by that many degrees of freedom. */
export interface Part {
  readonly variance: number;
  readonly degrees: number;
}

/**
 * The standard error of a sum of independent parts, with the degrees of freedom that Student's t
 * is to have of it. Source: Satterthwaite, An approximate distribution of estimates of variance
 * components, Biometrics Bulletin 2 (1946).
 */
export function combined(parts: readonly Part[]): { standardError: number; degrees: number } {
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  const doubt = parts.reduce(
    (sum, part) => sum + (part.variance === 0 ? 0 : part.variance ** 2 / part.degrees),
    0,
  );
  return {
    standardError: Math.sqrt(variance),
    degrees: doubt === 0 ? AS_GOOD_AS_NORMAL : clamp(variance ** 2 / doubt),
  };
}

/**
 * A value with a standard error: a difference of two runs, or of one run from the mean of others.
 * Student's t with so many degrees of freedom. Source: any textbook; for the prediction of one more
 * value, e.g. Hahn & Meeker, Statistical Intervals (1991), section 4.2.
 */
export function studentEvidence(from: {
  readonly n: number;
  readonly of: Evidence["of"];
  readonly estimate: number;
  readonly standardError: number;
  readonly degrees: number;
}): Evidence {
  const { n, of, estimate, standardError, degrees } = from;
  // Values that never vary have no error: then they are what they are.
  const score = (bound: number) =>
    standardError > 0
      ? (estimate - bound) / standardError
      : Math.sign(estimate - bound) * Number.MAX_VALUE;
  const half = (error: number) =>
    standardError > 0 ? studentQuantile(1 - error, degrees) * standardError : 0;
  return {
    n,
    of,
    inTurns: false,
    estimate,
    interval: (confidence) => {
      const each = half((1 - confidence) / 2);
      return { low: estimate - each, high: estimate + each, confidence };
    },
    fewest: () => 0,
    lower: (error) => estimate - half(error),
    upper: (error) => estimate + half(error),
    pAbove: (bound) => studentCdf(-score(bound + ON_THE_BOUND), degrees),
    pBelow: (bound) => studentCdf(score(bound - ON_THE_BOUND), degrees),
    moreRounds: () => undefined,
    wouldShow: (bound, { alpha, power }) => {
      const quantiles = studentQuantile(1 - alpha, degrees) + studentQuantile(power, degrees);
      return bound + quantiles * standardError;
    },
  };
}
