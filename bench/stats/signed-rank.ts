/**
 * The Hodges-Lehmann estimate of paired differences, with Wilcoxon's signed-rank test. Both count
 * Walsh averages: the means of each two differences, and of each difference with itself. The
 * estimate is their median. An interval reaches from one of them to another. The test statistic
 * against a shift is the number of them above it. Differences must be symmetric about their centre;
 * differences of two equal distributions are. Ties make the test cautious, not wrong.
 * Source: Hollander, Wolfe & Chicken, Nonparametric Statistical Methods (3rd ed., 2014), sections
 * 3.1 to 3.3; Hodges & Lehmann, Ann. Math. Statist. 34 (1963).
 */
import { normalCdf, normalQuantile } from "./distributions.ts";
import type { Interval } from "./summary.ts";

/** Beyond this many differences, the normal distribution replaces the exact one. */
const MOST_EXACT = 100;

export class SignedRank {
  readonly n: number;
  /** In the unit of the differences. */
  readonly estimate: number;
  /** Ascending, n (n + 1) / 2 of them. */
  readonly #walsh: Float64Array;

  /** Takes at least one difference. All must be finite. */
  constructor(differences: readonly number[]) {
    this.n = differences.length;
    if (this.n === 0) throw new RangeError("no differences");
    if (!differences.every(Number.isFinite)) throw new RangeError("a difference is not a number");
    this.#walsh = walshAverages(differences);
    this.estimate = middle(this.#walsh);
  }

  /**
   * The shortest interval of the estimate with at least this confidence. Undefined if there are too
   * few differences for any. The result carries the confidence that it really has.
   */
  interval(confidence: number): Interval | undefined {
    const k = mostBelow(this.n, (1 - confidence) / 2);
    if (k < 0) return undefined;
    const last = this.#walsh.length - 1;
    return {
      low: this.#walsh[k] as number,
      high: this.#walsh[last - k] as number,
      confidence: 1 - 2 * atMost(this.n, k),
    };
  }

  /**
   * The highest shift that the differences surely lie above: `pAbove` of all lower shifts is at
   * most `error`.
   */
  lower(error: number): number | undefined {
    return this.#walsh[mostBelow(this.n, error)];
  }

  /** The lowest shift that the differences surely lie below. */
  upper(error: number): number | undefined {
    const k = mostBelow(this.n, error);
    return k < 0 ? undefined : this.#walsh[this.#walsh.length - 1 - k];
  }

  /** Chance of differences that lie so far above `shift`, if their centre is `shift` or lower. */
  pAbove(shift: number): number {
    return atMost(this.n, this.#walsh.length - this.#countAbove(shift));
  }

  /** Chance of differences that lie so far below `shift`, if their centre is `shift` or higher. */
  pBelow(shift: number): number {
    let below = 0;
    while (below < this.#walsh.length && (this.#walsh[below] as number) < shift) below++;
    return atMost(this.n, this.#walsh.length - below);
  }

  #countAbove(shift: number): number {
    let above = 0;
    for (let i = this.#walsh.length - 1; i >= 0 && (this.#walsh[i] as number) > shift; i--) above++;
    return above;
  }
}

function walshAverages(differences: readonly number[]): Float64Array {
  const n = differences.length;
  const averages = new Float64Array((n * (n + 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      averages[at++] = ((differences[i] as number) + (differences[j] as number)) / 2;
    }
  }
  return averages.sort();
}

function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** P(W <= w) of the signed-rank statistic of n differences whose centre is 0. */
function atMost(n: number, w: number): number {
  if (w < 0) return 0;
  if (n > MOST_EXACT) return normalCdf((w + 0.5 - meanOf(n)) / sigmaOf(n));
  const cumulative = distribution(n);
  return cumulative[Math.min(w, cumulative.length - 1)] as number;
}

/** The largest w with P(W <= w) <= `tail`; -1 if there is none. */
function mostBelow(n: number, tail: number): number {
  if (n > MOST_EXACT) {
    let w = Math.max(-1, Math.floor(meanOf(n) + normalQuantile(tail) * sigmaOf(n) - 0.5));
    // The quantile is rounded, but a bound must agree with the test.
    while (atMost(n, w) > tail) w--;
    while (atMost(n, w + 1) <= tail) w++;
    return w;
  }
  const cumulative = distribution(n);
  let w = -1;
  while ((cumulative[w + 1] as number) <= tail) w++;
  return w;
}

function meanOf(n: number): number {
  return (n * (n + 1)) / 4;
}

function sigmaOf(n: number): number {
  return Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
}

const distributions = new Map<number, Float64Array>();

/** Cumulative distribution of the sum of ranks 1 to n, where a fair coin decides on each rank. */
function distribution(n: number): Float64Array {
  const known = distributions.get(n);
  if (known !== undefined) return known;
  const size = (n * (n + 1)) / 2 + 1;
  const sums = new Float64Array(size);
  sums[0] = 1;
  let top = 0;
  for (let rank = 1; rank <= n; rank++) {
    top += rank;
    for (let sum = top; sum >= 0; sum--) {
      const without = sums[sum] as number;
      const withRank = sum >= rank ? (sums[sum - rank] as number) : 0;
      sums[sum] = (without + withRank) / 2;
    }
  }
  for (let sum = 1; sum < size; sum++) {
    // Rounding errors add up to slightly more than 1.
    sums[sum] = Math.min(1, (sums[sum] as number) + (sums[sum - 1] as number));
  }
  distributions.set(n, sums);
  return sums;
}
