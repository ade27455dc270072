/**
 * What a whole run says about a cell: its ratio to native. The ratio does not change with the
 * machine's speed.
 */

import type { Metric } from "../types.ts";
import { NATIVE, type Row } from "./analyze.ts";
import { type Analyzed, rowOf } from "./cells.ts";
import { normalQuantile } from "./distributions.ts";
import { logRatios } from "./paired-sides.ts";
import { SignedRank } from "./signed-rank.ts";
import { medianOf } from "./summary.ts";

export interface RunLevel {
  /** Logarithm of how much worse than native. For an exact metric, of the value itself. */
  readonly estimate: number;
  /** Standard error of the estimate, from the scatter of this run's rounds alone. */
  readonly standardError: number;
  /** Rounds that have both values. */
  readonly n: number;
  /** The estimate as a factor. Undefined for a metric that is not compared with native. */
  readonly timesNative?: number;
}

const CONFIDENCE = 0.9;
/** Fewer rounds have no interval of that confidence. */
export const FEWEST_ROUNDS = 5;

/**
 * Sizes of images, for example. They are the same on any host at any time, are measured once, and
 * native has none.
 */
export function isExact({ exact }: Metric): boolean {
  return exact === true;
}

/** Undefined where no round has both values. */
export function runLevel(
  of: Analyzed,
  target: string,
  workload: string,
  metric: string,
): RunLevel | undefined {
  const row = rowOf(of, target, workload, metric);
  if (row !== undefined && isExact(row.is)) return exactLevel(row);
  const native = rowOf(of, NATIVE, workload, metric);
  if (row === undefined || native === undefined) return undefined;
  const logs = logRatios(row, native);
  if (logs.length === 0) return undefined;
  const ranks = new SignedRank(logs);
  const { estimate, n } = ranks;
  return { estimate, standardError: errorOf(ranks), n, timesNative: Math.exp(estimate) };
}

function exactLevel({ rounds, better }: Row): RunLevel | undefined {
  const values = [...rounds.values()].filter((value) => value > 0);
  if (values.length === 0) return undefined;
  const log = Math.log(medianOf(values));
  return { estimate: better === "lower" ? log : -log, standardError: 0, n: values.length };
}

/** From the interval's width, as in a normal distribution. Outliers do not inflate it. */
function errorOf(ranks: SignedRank): number {
  const interval = ranks.interval(CONFIDENCE);
  if (interval === undefined) return Number.POSITIVE_INFINITY;
  const { low, high, confidence } = interval;
  return (high - low) / 2 / normalQuantile((1 + confidence) / 2);
}
