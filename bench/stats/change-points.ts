/** Finds where a series changes its level: many runs over time, or the samples of one opening. */
import { type Random, seeded, shuffled } from "../random.ts";
import { requireFinite } from "./quantile.ts";
import { doubledRanks } from "./rank-sum.ts";
import { medianOf } from "./summary.ts";

export interface ChangePoint {
  /** Index of the first value after the change, counted from 0. */
  readonly index: number;
  /**
   * Relative change of the medians, from the segment before to the segment after: 0.1 is 10% more.
   * Plus or minus infinity where the median before is 0.
   */
  readonly change: number;
  /**
   * P-value of the permutation test when the change was found, given the changes found before it.
   */
  readonly p: number;
}

export interface ChangePointOptions {
  /** A whole number. The same seed gives the same change points. */
  readonly seed: number;
  readonly permutations?: number;
  /** The chance of finding a first change where there is none is at most this. */
  readonly significance?: number;
  /** Fewest values between two changes. */
  readonly minSegment?: number;
}

/**
 * Values of the series from `from` to before `to`. `ranks` are twice their ranks within the
 * segment.
 */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly ranks: readonly number[];
  readonly split: Split;
}

export interface Split {
  /** Index of the first value of the second part, counted from the segment's start. */
  readonly index: number;
  /**
   * The energy distance between the ranks of both parts, scaled by their sizes. It is large if they
   * differ.
   */
  readonly q: number;
}

/**
 * Finds the changes of a series, in its order, by E-divisive: a hierarchy of splits in two. Each
 * step takes the split, over all segments, whose parts differ most. It stops when shuffling the
 * values within their segments gives as large a difference too often.
 *
 * Two things differ from the paper. The second part always reaches to the end of its segment, as in
 * MongoDB's version. The distance uses ranks within the segment, not values: otherwise a single
 * outlier would hide a change of a few percent. The test assumes that values between changes are
 * exchangeable. A series that wanders has changes everywhere.
 *
 * The time is permutations * n log n for each change, and less where there is none: some 0.1 s for
 * each change in 1000 values. A series shorter than two segments has no changes.
 *
 * Source: Matteson & James, A nonparametric approach for multiple change point analysis of
 * multivariate data, JASA 109 (2014); Daly et al., The use of change point detection to identify
 * software performance regressions in a continuous integration system, ICPE 2020. With ranks it is
 * the criterion of Cramér and von Mises: Székely & Rizzo, Energy statistics, J. Statistical
 * Planning and Inference 143 (2013). P is by Phipson & Smyth (2010), and is never 0.
 *
 * @throws RangeError for an empty series, a value that is not finite, a segment shorter than two
 *   values, or too few permutations to reach the significance
 */
export function changePoints(
  series: readonly number[],
  { seed, permutations = 499, significance = 0.01, minSegment = 5 }: ChangePointOptions,
): readonly ChangePoint[] {
  requireFinite("changePoints", series, 1);
  requireOptions(permutations, significance, minSegment);
  const random = seeded(seed);
  const segmentOf = (from: number, to: number): Segment => {
    const ranks = doubledRanks(series.slice(from, to));
    return { from, to, ranks, split: bestSplit(ranks, minSegment) };
  };
  const segments = [segmentOf(0, series.length)];
  const found = new Map<number, number>();
  for (;;) {
    const best = segments.reduce((a, b) => (b.split.q > a.split.q ? b : a));
    if (best.split.q <= 0) break;
    const p = chanceOf(best.split.q, segments, { random, permutations, significance, minSegment });
    if (p > significance) break;
    const index = best.from + best.split.index;
    found.set(index, p);
    const halves = [segmentOf(best.from, index), segmentOf(index, best.to)];
    segments.splice(segments.indexOf(best), 1, ...halves);
  }
  return segments.slice(1).map(({ from, to }, before) => {
    const { from: start } = segments[before] as Segment;
    const change = relativeChange(
      medianOf(series.slice(start, from)),
      medianOf(series.slice(from, to)),
    );
    return { index: from, change, p: found.get(from) as number };
  });
}

/** Share of shufflings with a split at least as large. Stops early once it is not significant. */
function chanceOf(
  q: number,
  segments: readonly Segment[],
  options: Required<Omit<ChangePointOptions, "seed">> & { random: Random },
): number {
  const { random, permutations, significance, minSegment } = options;
  // The same split may come out a few units in the last place lower in another order.
  const atLeast = q * (1 - 1e-9);
  let asLarge = 1;
  for (let i = 0; i < permutations; i++) {
    const reached = segments.some(
      ({ ranks }) =>
        ranks.length >= 2 * minSegment &&
        bestSplit(shuffled(ranks, random), minSegment).q >= atLeast,
    );
    if (reached) asLarge++;
    if (asLarge / (permutations + 1) > significance) break;
  }
  return asLarge / (permutations + 1);
}

/**
 * The split that differs most, in two parts of at least `minSegment` values (two or more). `ranks`
 * are twice the ranks of a segment's values, in their order.
 * One walk through the segment is enough. A tree of counts and sums by rank (Fenwick, 1994) says
 * how far each value is from those before it. A value's distance from all others does not depend on
 * the order.
 * A segment that is too short for two parts has a split of q = 0.
 */
export function bestSplit(ranks: readonly number[], minSegment: number): Split {
  const n = ranks.length;
  const toAll = distancesToAll(ranks);
  const before = new Distances(2 * n);
  let left = 0;
  let across = 0;
  let total = 0;
  for (const rank of ranks) total += toAll[rank] as number;
  total /= 2;
  let best: Split = { index: 0, q: 0 };
  for (let index = 1; index <= n - minSegment; index++) {
    const rank = ranks[index - 1] as number;
    const fromLeft = before.add(rank);
    left += fromLeft;
    across += (toAll[rank] as number) - 2 * fromLeft;
    if (index < minSegment) continue;
    const others = n - index;
    const within = left / (index * (index - 1)) + (total - left - across) / (others * (others - 1));
    const distance = (2 * across) / (index * others) - 2 * within;
    // Ranks are taken as shares of the segment, so that splits of long and short segments compare.
    const q = ((index * others) / n) * (distance / (2 * n));
    if (q > best.q) best = { index, q };
  }
  return best;
}

/** Sum of each rank's distances from all ranks; indexed by rank. */
function distancesToAll(ranks: readonly number[]): Float64Array {
  const counts = new Float64Array(2 * ranks.length + 1);
  let sum = 0;
  for (const rank of ranks) {
    counts[rank] = (counts[rank] as number) + 1;
    sum += rank;
  }
  const result = new Float64Array(counts.length);
  // From one rank to the next, the ranks up to it are one further away, and the others one nearer.
  let upTo = 0;
  result[0] = sum;
  for (let rank = 1; rank < counts.length; rank++) {
    upTo += counts[rank - 1] as number;
    result[rank] = (result[rank - 1] as number) + 2 * upTo - ranks.length;
  }
  return result;
}

/**
 * Whole numbers from 1 to `highest`. `add` says how far a number is from all that were added before
 * it.
 */
class Distances {
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;
  #count = 0;
  #sum = 0;

  constructor(highest: number) {
    this.#counts = new Float64Array(highest + 1);
    this.#sums = new Float64Array(highest + 1);
  }

  add(value: number): number {
    let count = 0;
    let sum = 0;
    for (let i = value; i > 0; i -= i & -i) {
      count += this.#counts[i] as number;
      sum += this.#sums[i] as number;
    }
    const distance = value * count - sum + (this.#sum - sum) - value * (this.#count - count);
    for (let i = value; i < this.#counts.length; i += i & -i) {
      this.#counts[i] = (this.#counts[i] as number) + 1;
      this.#sums[i] = (this.#sums[i] as number) + value;
    }
    this.#count++;
    this.#sum += value;
    return distance;
  }
}

function relativeChange(before: number, after: number): number {
  return after === before ? 0 : (after - before) / Math.abs(before);
}

function requireOptions(permutations: number, significance: number, minSegment: number): void {
  if (!(Number.isInteger(minSegment) && minSegment >= 2)) {
    throw new RangeError(`changePoints: segments of ${minSegment} values, at least 2 are needed`);
  }
  if (!(significance > 0 && significance < 1)) {
    throw new RangeError(`changePoints: significance is ${significance}, not between 0 and 1`);
  }
  if (!(Number.isInteger(permutations) && 1 / (permutations + 1) <= significance)) {
    throw new RangeError(
      `changePoints: ${permutations} permutations cannot reach a significance of ${significance}`,
    );
  }
}
