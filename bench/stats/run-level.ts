/** What a whole run says of a cell: its ratio to native, which survives a faster or slower machine. */

import { NATIVE } from "./analyze.ts";
import { type Analyzed, rowOf } from "./cells.ts";
import { normalQuantile } from "./distributions.ts";
import { logRatios } from "./interleaved.ts";
import { SignedRank } from "./signed-rank.ts";

export interface RunLevel {
  /** Logarithm of how much worse than native. */
  readonly estimate: number;
  /** Of the estimate, by the scatter of the run's rounds alone. */
  readonly standardError: number;
  /** Rounds that have both. */
  readonly n: number;
}

const CONFIDENCE = 0.9;
/** With fewer there is no interval of that confidence. */
export const FEWEST_ROUNDS = 5;

/** Undefined where no round has both. */
export function runLevel(
  of: Analyzed,
  target: string,
  workload: string,
  metric: string,
): RunLevel | undefined {
  const row = rowOf(of, target, workload, metric);
  const native = rowOf(of, NATIVE, workload, metric);
  if (row === undefined || native === undefined) return undefined;
  const logs = logRatios(row, native);
  if (logs.length === 0) return undefined;
  const ranks = new SignedRank(logs);
  return { estimate: ranks.estimate, standardError: errorOf(ranks), n: ranks.n };
}

/** From the interval's width, as of a normal distribution: outliers do not swell it. */
function errorOf(ranks: SignedRank): number {
  const interval = ranks.interval(CONFIDENCE);
  if (interval === undefined) return Number.POSITIVE_INFINITY;
  const { low, high, confidence } = interval;
  return (high - low) / 2 / normalQuantile((1 + confidence) / 2);
}
