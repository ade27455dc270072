/**
 * Summaries of rounds. A round is the unit: the samples of one opening have been collapsed to one
 * value before they come here.
 */
import { median, medianAbsoluteDeviation } from "simple-statistics";

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** How sure it is that the median lies within: at least 0.95, or what so few rounds allow. */
  readonly confidence: number;
}

export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Exact interval of the median. Absent with fewer than three rounds. */
  readonly interval?: Interval;
}

export const CONFIDENCE = 0.95;
/** With fewer rounds an interval would only pretend to know something. */
export const FEWEST_FOR_INTERVAL = 3;

/** Scales a median absolute deviation to the standard deviation of a normal one: 1 / z(0.75). */
const MAD_TO_SIGMA = 1.4826;

/** Median absolute deviation, scaled to a standard deviation, as a share of the median. */
export function dispersion(values: readonly number[]): number {
  return (MAD_TO_SIGMA * medianAbsoluteDeviation([...values])) / Math.abs(medianOf(values));
}

/** Median of at least one value. */
export function medianOf(values: readonly number[]): number {
  return median([...values]);
}

export function summarize(rounds: readonly number[]): Summary {
  const sorted = [...rounds].sort((a, b) => a - b);
  const interval = intervalOf(sorted);
  return {
    n: rounds.length,
    median: medianOf(rounds),
    min: sorted[0] as number,
    max: sorted.at(-1) as number,
    ...(interval === undefined ? {} : { interval }),
  };
}

/**
 * The interval from the k-th lowest to the k-th highest value, with the largest k that keeps the
 * requested confidence. It is the interval of the sign test, and exact for independent rounds of
 * any distribution. No interval of five rounds or fewer can reach 95%. It then reaches from the
 * lowest to the highest value, and has a confidence of 75, 87.5 or 93.75%.
 * Source: Conover, Practical Nonparametric Statistics (3rd ed., 1999), section 3.2.
 */
export function intervalOf(
  sorted: readonly number[],
  confidence = CONFIDENCE,
): Interval | undefined {
  const n = sorted.length;
  if (n < FEWEST_FOR_INTERVAL) return undefined;
  const rank = intervalRank(n, confidence);
  return {
    low: sorted[rank - 1] as number,
    high: sorted[n - rank] as number,
    confidence: 1 - 2 * belowHalf(n, rank),
  };
}

function intervalRank(n: number, confidence: number): number {
  let rank = 1;
  while (1 - 2 * belowHalf(n, rank + 1) >= confidence) rank++;
  return rank;
}

/**
 * P(X < k) of a binomial with n tries and p = 1/2. Logarithms are needed because 2^-n underflows
 * from n = 1075.
 */
function belowHalf(n: number, k: number): number {
  let log = -n * Math.LN2;
  let sum = 0;
  for (let i = 0; i < k; i++) {
    sum += Math.exp(log);
    log += Math.log((n - i) / (i + 1));
  }
  return sum;
}
