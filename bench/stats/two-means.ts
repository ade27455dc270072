/**
 * Compares two independent samples by their means, for quantities whose total counts, such as cost.
 */
import { mean, sampleVariance } from "simple-statistics";
import { studentCdf } from "./distributions.ts";
import { requireFinite } from "./quantile.ts";
import type { TestP } from "./rank-sum.ts";

export interface WelchTest extends TestP {
  /** Difference of the means in standard errors, and its degrees of freedom. */
  readonly t: number;
  readonly df: number;
}

/**
 * Welch's t test of the hypothesis that both means are the same. Variances may differ. `greater` is
 * small if x's mean is greater than y's.
 *
 * Source: Welch, The generalization of 'Student's' problem when several different population
 * variances are involved, Biometrika 34 (1947); degrees of freedom as there.
 *
 * @throws RangeError for fewer than two values, one that is not finite, or no variance in either
 */
export function welchP(x: readonly number[], y: readonly number[]): WelchTest {
  requireFinite("welchP: x", x, 2);
  requireFinite("welchP: y", y, 2);
  const ofX = sampleVariance(x as number[]) / x.length;
  const ofY = sampleVariance(y as number[]) / y.length;
  const squared = ofX + ofY;
  if (squared === 0) throw new RangeError("welchP: no variance in either sample");
  const t = (mean(x as number[]) - mean(y as number[])) / Math.sqrt(squared);
  // Shares of the whole are used because squares of tiny variances would underflow.
  const df = 1 / ((ofX / squared) ** 2 / (x.length - 1) + (ofY / squared) ** 2 / (y.length - 1));
  const beyond = studentCdf(-Math.abs(t), df);
  return {
    t,
    df,
    greater: t > 0 ? beyond : 1 - beyond,
    less: t > 0 ? 1 - beyond : beyond,
    twoSided: 2 * beyond,
  };
}

/**
 * Mean of x over mean of y, a plain factor: 1.1 if x is 10% more.
 *
 * @throws RangeError for an empty sample, a value that is not finite, or a mean of y of 0
 */
export function meanRatio(x: readonly number[], y: readonly number[]): number {
  requireFinite("meanRatio: x", x, 1);
  requireFinite("meanRatio: y", y, 1);
  const base = mean(y as number[]);
  if (base === 0) throw new RangeError("meanRatio: the mean of y is 0");
  return mean(x as number[]) / base;
}
