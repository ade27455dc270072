/**
 * Finds where the samples of one opening have warmed up: caches filled, code compiled, clocks
 * raised.
 */
import { changePoints } from "./change-points.ts";
import { requireFinite } from "./quantile.ts";
import { medianOf } from "./summary.ts";

export interface SteadyState {
  /**
   * Index of the first steady sample, counted from 0. If none is steady, the index of the last
   * change.
   */
  readonly from: number;
  /** Whether at least half of the samples are steady. Always false for fewer than 50 samples. */
  readonly steady: boolean;
}

/** The 5 of MSER-5. */
const BATCH = 5;
/** Ten batches. With fewer, a change of level and noise look the same. */
export const FEWEST_FOR_STEADY = 50;
/** At most this many blocks are searched for changes, whatever the number of samples. */
const MOST_BLOCKS = 200;
/** A smaller change of level does not matter, however certain it is. */
const NEGLIGIBLE = 0.02;
/** Enough for a significance of 1%. If every level drifts, each of many changes takes them all. */
const PERMUTATIONS = 199;
/** Any number will do. It only decides which shufflings are tried. */
const SEED = 1;

/**
 * Finds where a series becomes steady, in two steps. The first is the truncation that makes the
 * mean of the rest most certain (MSER-5: the least squared deviation from the rest's mean, over the
 * square of its size). It removes at most half of the samples. The second step searches the rest
 * for changes of level. The series is steady after the last level that is more than 2% away from
 * the final level, provided that this leaves half of the samples.
 *
 * Batches are medians of five samples, not means, because one hiccup of the host is no warm-up.
 * Where MSER's minimum lies beyond half, White calls the run too short. Here the second step
 * decides instead, because a drift of 0.1% has its minimum there as well. The time is linear in the
 * samples. The second step sees medians of at most 200 blocks, so a change in the last 2% of the
 * samples goes unseen, and so does one that lasts no longer than that.
 *
 * Source: White, An effective truncation heuristic for bias reduction in simulation output,
 * Simulation 69 (1997); White, Cobb & Spratt, A comparison of five steady-state truncation
 * heuristics for simulation, WSC 2000 (batches of 5). Changes of level against the last one as in
 * Barrett et al., Virtual machine warmup blows hot and cold, OOPSLA 2017; compare Traini et al.,
 * Towards effective assessment of steady state performance in Java software: are we there yet?,
 * Empirical Software Engineering 28 (2023).
 *
 * @param values samples of one opening in the order they were taken, in any unit
 * @throws RangeError for an empty series or a value that is not finite
 */
export function steadyState(values: readonly number[]): SteadyState {
  requireFinite("steadyState", values, 1);
  if (values.length < FEWEST_FOR_STEADY) return { from: 0, steady: false };
  const truncated = truncation(values);
  const from = truncated + lastChange(values.slice(truncated));
  return { from, steady: from <= values.length / 2 };
}

/** How many samples to leave out at the start: whole batches, at most half of the samples. */
function truncation(values: readonly number[]): number {
  const batches = medians(values, BATCH);
  const most = Math.floor(values.length / 2 / BATCH);
  let best = { batch: 0, error: Infinity };
  // Runs backwards, and carries the mean and the squared deviations along (Welford, 1962).
  let mean = 0;
  let squares = 0;
  for (let batch = batches.length - 1; batch >= 0; batch--) {
    const value = batches[batch] as number;
    const size = batches.length - batch;
    const off = value - mean;
    mean += off / size;
    squares += off * (value - mean);
    const error = squares / size ** 2;
    // Where nothing varies, the earliest wins, because there is no reason to leave out more.
    if (batch <= most && error <= best.error) best = { batch, error };
  }
  return best.batch * BATCH;
}

/** Index after the last change that matters, or 0 if there is none. */
function lastChange(values: readonly number[]): number {
  const size = Math.ceil(values.length / MOST_BLOCKS);
  const blocks = medians(values, size);
  const changes = changePoints(blocks, { seed: SEED, permutations: PERMUTATIONS });
  const starts = [0, ...changes.map(({ index }) => index)];
  const levels = starts.map((start, i) => medianOf(blocks.slice(start, starts[i + 1])));
  const last = levels.at(-1) as number;
  const away = levels.findLastIndex(
    (level) => Math.abs(level - last) > NEGLIGIBLE * Math.abs(last),
  );
  return (starts[away + 1] as number) * size;
}

/** Medians of batches of `size`, from the start. Values that do not fill a batch are left out. */
function medians(values: readonly number[], size: number): number[] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, batch) =>
    medianOf(values.slice(batch * size, (batch + 1) * size)),
  );
}
