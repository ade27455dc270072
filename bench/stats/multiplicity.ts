/** Many comparisons at once: p-values that account for their number, in the order given. */

/**
 * Holm's step-down adjustment. Rejecting where the result is at most alpha keeps the chance of any
 * false rejection at or below alpha, however the comparisons depend on each other.
 * Source: Holm, A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6
 * (1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const m = pValues.length;
  return stepwise(pValues, (p, rank) => (m - rank) * p, Math.max);
}

/**
 * The level that Holm's method compares each p-value with. A rejected p-value is at most its level;
 * any other is above it. The smallest is compared with alpha / m, the next with alpha / (m - 1).
 * From the first that is not rejected on, all are compared with the same level.
 */
export function holmLevels(pValues: readonly number[], alpha: number): number[] {
  const m = pValues.length;
  const up = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const levels = new Array<number>(m);
  let rejecting = true;
  let level = 0;
  for (const [rank, { p, index }] of up.entries()) {
    if (rejecting) level = alpha / (m - rank);
    rejecting = rejecting && p <= level;
    levels[index] = level;
  }
  return levels;
}

/**
 * Benjamini and Hochberg's step-up adjustment. Rejecting where the result is at most q keeps the
 * expected share of false rejections at or below q, for independent comparisons.
 * Source: Benjamini & Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B 57
 * (1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const m = pValues.length;
  return stepwise(pValues, (p, rank) => (m / (rank + 1)) * p, Math.min);
}

/** `adjust` gets each p-value with its rank from 0. `combine` keeps the results monotonic in p. */
function stepwise(
  pValues: readonly number[],
  adjust: (p: number, rank: number) => number,
  combine: typeof Math.max | typeof Math.min,
): number[] {
  for (const p of pValues) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`not a p-value: ${p}`);
  }
  const up = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const result = new Array<number>(pValues.length);
  const stepDown = combine === Math.max;
  const ranks = [...up.keys()];
  let last = stepDown ? 0 : 1;
  for (const rank of stepDown ? ranks : ranks.reverse()) {
    const { p, index } = up[rank] as { p: number; index: number };
    last = Math.min(1, combine(last, adjust(p, rank)));
    result[index] = last;
  }
  return result;
}
