/** Quantiles, and the checks of samples that the tests and intervals share. */
import { quantile as linearQuantile } from "simple-statistics";

/**
 * The p-quantile of at least one value, in the values' unit. It interpolates linearly between the
 * two order statistics around position (n - 1) p, counted from 0. `p` is from 0 (the lowest) to 1
 * (the highest).
 *
 * Source: type 7 of Hyndman & Fan, Sample quantiles in statistical packages, The American
 * Statistician 50 (1996); numpy.quantile and R's quantile() do this by default.
 *
 * @throws RangeError for an empty sample, a value that is not finite, p outside 0..1
 */
export function quantile(values: readonly number[], p: number): number {
  requireFinite("quantile", values, 1);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: p is ${p}, not from 0 to 1`);
  // Its signature asks for an array that it may change, but it works on a copy.
  return linearQuantile(values as number[], p);
}

/**
 * @throws RangeError unless there are at least `fewest` values, all finite; `name` is the caller
 */
export function requireFinite(name: string, values: readonly number[], fewest: number): void {
  if (values.length < fewest) {
    throw new RangeError(`${name}: ${values.length} values, at least ${fewest} are needed`);
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) throw new RangeError(`${name}: value ${wrong} is ${values[wrong]}`);
}

/** @throws RangeError unless 0 < confidence < 1 */
export function requireConfidence(name: string, confidence: number): void {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${name}: confidence is ${confidence}, not between 0 and 1`);
  }
}
