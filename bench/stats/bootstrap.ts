/** Intervals of any statistic, by resampling whole rounds with replacement. */
import { seeded } from "../random.ts";
import { quantile, requireConfidence } from "./quantile.ts";
import type { Interval } from "./summary.ts";

/**
 * With fewer rounds an interval would only pretend to know something. A summary gives none either.
 */
export const FEWEST_FOR_BOOTSTRAP = 3;

export interface BootstrapOptions {
  /** A whole number. The same seed gives the same interval. */
  readonly seed: number;
  readonly resamples?: number;
  readonly confidence?: number;
}

/**
 * The percentile interval of a statistic, in the statistic's unit. A round may be anything. If it
 * is a pair, both values are drawn together, so what they share stays shared.
 * The confidence is nominal. For skewed statistics, and for fewer than some 20 rounds, the interval
 * holds the truth less often (for the mean of ten rounds, 95% are about 90%).
 *
 * Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 *
 * @param rounds one element per round; what was sampled within a round stays together
 * @param statistic gets a sample of as many rounds, in no order
 * @throws RangeError for fewer than three rounds, a number among them that is not finite, a
 *   statistic that gives no finite number, a confidence outside 0..1, or too few resamples for it
 */
export function bootstrapInterval<T>(
  rounds: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { seed, resamples = 2000, confidence = 0.95 }: BootstrapOptions,
): Interval {
  requireRounds(rounds);
  requireConfidence("bootstrapInterval", confidence);
  const beyond = (1 - confidence) / 2;
  // A quantile beyond the outermost resample would always be that resample.
  const fewest = Math.ceil(1 / beyond - 1e-6);
  if (!(Number.isInteger(resamples) && resamples >= fewest)) {
    throw new RangeError(
      `bootstrapInterval: ${resamples} resamples, a confidence of ${confidence} takes ${fewest} or more`,
    );
  }
  const random = seeded(seed);
  const statistics = Array.from({ length: resamples }, () => {
    const sample = rounds.map(() => rounds[random.below(rounds.length)] as T);
    const value = statistic(sample);
    if (!Number.isFinite(value)) {
      throw new RangeError(`bootstrapInterval: the statistic of a resample is ${value}`);
    }
    return value;
  });
  return {
    low: quantile(statistics, beyond),
    high: quantile(statistics, 1 - beyond),
    confidence,
  };
}

function requireRounds(rounds: readonly unknown[]): void {
  if (rounds.length < FEWEST_FOR_BOOTSTRAP) {
    throw new RangeError(
      `bootstrapInterval: ${rounds.length} rounds, at least ${FEWEST_FOR_BOOTSTRAP} are needed`,
    );
  }
  const wrong = rounds.findIndex((round) => typeof round === "number" && !Number.isFinite(round));
  if (wrong !== -1) throw new RangeError(`bootstrapInterval: round ${wrong} is ${rounds[wrong]}`);
}
