/**
 * Evidence about how much worse head is than base, as a logarithm. On that scale twice as slow and
 * half as slow are equally far from no change.
 */
import type { Dependence } from "./dependence.ts";
import { studentCdf, studentQuantile } from "./distributions.ts";
import { type Design, fewestRounds, roundsNeeded, smallestEffect } from "./power.ts";
import { SignedRank } from "./signed-rank.ts";
import type { Interval } from "./summary.ts";

export interface Evidence {
  /** Number of rounds or runs that it rests on; `of` says which. */
  readonly n: number;
  readonly of: "round" | "run";
  /** Whether both sides were measured in the same rounds. More rounds help then. */
  readonly inTurns: boolean;
  /** How far rounds depend on each other, where that was looked for. */
  readonly dependence?: Dependence;
  /** Natural logarithm of the slowdown. */
  readonly estimate: number;
  /** An interval of the logarithm. Undefined if there are too few values for any. */
  interval(confidence: number): Interval | undefined;
  /**
   * One-sided lower bound: the true value is above this, except with that error. Undefined if there
   * are too few values.
   */
  lower(error: number): number | undefined;
  /** One-sided upper bound, in the same way. */
  upper(error: number): number | undefined;
  /** Two-sided chance of evidence like this, or stronger, after one look, if nothing changed. */
  chance(): number;
  /** Chance of evidence like this, or stronger, if the true value is `bound` or less. */
  pAbove(bound: number): number;
  /** Chance of evidence like this, or stronger, if the true value is `bound` or more. */
  pBelow(bound: number): number;
  /** With fewer rounds than this, no data at all would reach this error. */
  fewest(alpha: number): number;
  /**
   * How many more rounds would separate the estimate from `bound`. Undefined where rounds do not
   * help.
   */
  moreRounds(bound: number, design: Pick<Design, "alpha" | "power">): number | undefined;
  /**
   * The smallest true value that this amount of evidence would separate from `bound`. Infinite if
   * there is none.
   */
  wouldShow(bound: number, design: Pick<Design, "alpha" | "power">): number;
}

/**
 * Values that are no further from a bound than this count as on it. log(1.05) and log1p(0.05) are
 * not the same number, and rounds without any scatter would turn that difference into certainty.
 */
export const ON_THE_BOUND = 1e-9;

/**
 * Evidence from two sides measured in the same rounds, for those who look once. `logs` has the
 * logarithm of the slowdown of each round.
 */
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
    chance: () => twoSided(ranks.pAbove(ON_THE_BOUND), ranks.pBelow(-ON_THE_BOUND)),
    pAbove: (bound) => ranks.pAbove(bound + ON_THE_BOUND),
    pBelow: (bound) => ranks.pBelow(bound - ON_THE_BOUND),
    moreRounds: (bound, design) => {
      const distance = Math.abs(ranks.estimate - bound);
      if (distance <= ON_THE_BOUND) return undefined;
      const more = roundsNeeded(distance, { ...design, sigma: sigma() }) - ranks.n;
      // The estimate and the test disagree only by chance. Half as many rounds again is one more
      // look.
      return Math.max(more, Math.ceil(ranks.n / 2));
    },
    wouldShow: (bound, design) => bound + smallestEffect(ranks.n, { ...design, sigma: sigma() }),
  };
}

/** Of both one-sided chances. */
export function twoSided(above: number, below: number): number {
  return Math.min(1, 2 * Math.min(above, below));
}

function deviation(values: readonly number[], centre: number): number {
  if (values.length < 2) return 0;
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * With this many degrees of freedom, Student's t equals the normal distribution to more digits than
 * matter.
 */
const AS_GOOD_AS_NORMAL = 1e6;

function clamp(degrees: number): number {
  return Math.min(AS_GOOD_AS_NORMAL, Math.max(1, degrees));
}

/** One component of an error. `degrees` says how well its variance is known. */
export interface Part {
  readonly variance: number;
  readonly degrees: number;
}

/**
 * The standard error of a sum of independent parts, with the degrees of freedom for Student's t.
 * Source: Satterthwaite, An approximate distribution of estimates of variance components,
 * Biometrics Bulletin 2 (1946).
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
 * Evidence from a value with a standard error: a difference of two runs, or of one run from the
 * mean of others. It uses Student's t with this many degrees of freedom. Source: any textbook; for
 * the prediction of one more value, e.g. Hahn & Meeker, Statistical Intervals (1991), section 4.2.
 */
export function studentEvidence(from: {
  readonly n: number;
  readonly of: Evidence["of"];
  readonly estimate: number;
  readonly standardError: number;
  readonly degrees: number;
}): Evidence {
  const { n, of, estimate, standardError, degrees } = from;
  // Values that never vary have no error. Any difference is certain then.
  const score = (bound: number) =>
    standardError > 0
      ? (estimate - bound) / standardError
      : Math.sign(estimate - bound) * Number.MAX_VALUE;
  const half = (error: number) =>
    standardError > 0 ? studentQuantile(1 - error, degrees) * standardError : 0;
  const pAbove = (bound: number) => studentCdf(-score(bound + ON_THE_BOUND), degrees);
  const pBelow = (bound: number) => studentCdf(score(bound - ON_THE_BOUND), degrees);
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
    chance: () => twoSided(pAbove(0), pBelow(0)),
    pAbove,
    pBelow,
    moreRounds: () => undefined,
    wouldShow: (bound, { alpha, power }) => {
      const quantiles = studentQuantile(1 - alpha, degrees) + studentQuantile(power, degrees);
      return bound + quantiles * standardError;
    },
  };
}
