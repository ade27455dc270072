/**
 * Summaries of rounds. A round is the unit: whatever was sampled within one
 * opening has been collapsed to one value before it comes here.
 */
import { median, quantileSorted } from "simple-statistics";
import { seeded } from "../random.ts";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** 95% bootstrap interval of the median; absent with fewer than three rounds. */
  readonly interval?: Interval;
}

export const RESAMPLES = 2000;
export const CONFIDENCE = 0.95;
/** With fewer rounds an interval would only pretend to know something. */
const FEWEST_FOR_INTERVAL = 3;

/** Median of at least one value. */
export function medianOf(values: readonly number[]): number {
  return median([...values]);
}

export function summarize(rounds: readonly number[], seed: number): Summary {
  const sorted = [...rounds].sort((a, b) => a - b);
  const interval = bootstrapMedian(rounds, seed);
  return {
    n: rounds.length,
    median: medianOf(rounds),
    min: sorted[0] as number,
    max: sorted.at(-1) as number,
    ...(interval === undefined ? {} : { interval }),
  };
}

/**
 * Percentile bootstrap interval of the median.
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 * With three to five rounds it is the lowest and highest of them, and covers the
 * median in 75, 87.5 and 93.75% of cases, not 95%.
 */
export function bootstrapMedian(values: readonly number[], seed: number): Interval | undefined {
  if (values.length < FEWEST_FOR_INTERVAL) return undefined;
  const random = seeded(seed);
  const resample = new Array<number>(values.length);
  const medians: number[] = [];
  for (let i = 0; i < RESAMPLES; i++) {
    for (let j = 0; j < values.length; j++) {
      resample[j] = values[random.below(values.length)] as number;
    }
    medians.push(medianOf(resample));
  }
  medians.sort((a, b) => a - b);
  const tail = (1 - CONFIDENCE) / 2;
  return { low: quantileSorted(medians, tail), high: quantileSorted(medians, 1 - tail) };
}
