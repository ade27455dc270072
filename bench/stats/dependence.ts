/**
 * Whether rounds depend on the rounds before them. If they do, a hundred rounds say less than a
 * hundred independent ones, and a test that counts them as a hundred promises too much.
 * Sources: Geyer, Practical Markov chain Monte Carlo, Statistical Science 7 (1992), for the sum of
 * autocorrelations; Kendall, Biometrika 41 (1954), for the bias of an autocorrelation.
 */
import { medianOf } from "./summary.ts";

/**
 * Why rounds depend on each other, as far as their order shows it: a level that moves, or that
 * jumps between two places, or neither of them.
 */
export type Cause = "drift" | "modes" | "memory";

export interface Dependence {
  /** What the order of the rounds looks like, if they depend on each other. */
  readonly cause: Cause;
  /** Autocorrelation of a round and the next, as estimated: -1 to 1. */
  readonly lag1: number;
  /** How many rounds are worth one independent round: 1 or more. */
  readonly inflation: number;
}

/** An autocorrelation of independent rounds lies within this much of 0, over the root of n. */
const SLACK = 0.5;
/** The same of a sum of autocorrelations. */
const SLACK_OF_SUM = 3;
/** Beyond this, nobody can tell an autocorrelation from a level that wanders. */
const MOST = 0.95;

/**
 * `scores` are one number a round, bounded, so that a single round cannot
 * hide the others. What chance alone would give is taken off, so that independent rounds lose
 * little.
 */
export function dependenceOf(scores: readonly number[]): Dependence {
  const n = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  const centred = scores.map((score) => score - mean);
  const total = centred.reduce((sum, score) => sum + score * score, 0);
  if (n < 3 || total < 1e-12) return { lag1: 0, inflation: 1, cause: "memory" };
  const correlation = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (centred[i] as number) * (centred[i - lag] as number);
    return sum / total;
  };
  const lag1 = correlation(1);
  // An estimate is about 1/n too low, since the mean is estimated as well.
  const kept = Math.min(MOST, Math.max(0, lag1 + 1 / n - SLACK / Math.sqrt(n)));
  const ofNext = (1 + kept) / (1 - kept);
  const ofAll = sumOf(correlation, n) - SLACK_OF_SUM / Math.sqrt(n);
  return { lag1, inflation: Math.max(1, ofNext, ofAll), cause: causeOf(centred) };
}

/**
 * One and twice the autocorrelations, as far as the sums of each two of them are positive and fall:
 * Geyer's initial monotone sequence.
 */
function sumOf(correlation: (lag: number) => number, n: number): number {
  let [sum, last] = [-1, Number.POSITIVE_INFINITY];
  for (let lag = 0; lag + 1 <= n / 2; lag += 2) {
    const pair = Math.min(last, (lag === 0 ? 1 : correlation(lag)) + correlation(lag + 1));
    if (pair <= 0) break;
    sum += 2 * pair;
    last = pair;
  }
  return sum;
}

/** A kurtosis as low as this has two peaks: a normal one is 0, an even one -1.2. */
const TWO_PEAKS = -1.2;
/** Both halves of a run differ by this many standard deviations of their rounds. */
const DRIFTED = 1;

/** `centred` has a mean of 0, and is not all the same. */
function causeOf(centred: readonly number[]): Cause {
  const half = centred.length >> 1;
  const moment = (power: number) =>
    centred.reduce((sum, score) => sum + score ** power, 0) / centred.length;
  const variance = moment(2);
  const moved = Math.abs(medianOf(centred.slice(half)) - medianOf(centred.slice(0, half)));
  if (moved > DRIFTED * Math.sqrt(variance)) return "drift";
  return moment(4) / variance ** 2 - 3 < TWO_PEAKS ? "modes" : "memory";
}
