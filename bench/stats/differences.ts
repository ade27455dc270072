/**
 * Which of many cells differ from native, after control for their number. With many cells some
 * intervals leave out 1 by chance alone, and a colour would claim a difference.
 */
import { mean, sampleVariance } from "simple-statistics";
import { studentCdf } from "./distributions.ts";
import { benjaminiHochberg } from "./multiplicity.ts";
import type { Summary } from "./summary.ts";

/** The share of false differences among those that are claimed. */
export const FALSE_DISCOVERIES = 0.05;

/** A cell: the slowdown of each round, paired with native, and what is made of them. */
export interface Comparison {
  readonly key: string;
  readonly slowdowns: readonly number[];
  readonly summary: Summary;
}

export interface Differences {
  /** Cells that have an interval, and so can be told apart from native at all. */
  readonly cells: number;
  /** Cells without: too few rounds. */
  readonly without: number;
  /** How many intervals leave out 1, before any control. */
  readonly byInterval: number;
  /** How many would leave it out by chance, if no cell differed from native. */
  readonly byChance: number;
  /** Keys of the cells that differ. */
  readonly differ: ReadonlySet<string>;
}

/**
 * A cell differs if its p-value does, after the adjustment of Benjamini and Hochberg, and its
 * interval leaves out 1: what is coloured must not contradict the figures in it.
 */
export function differencesOf(comparisons: readonly Comparison[]): Differences {
  const able = comparisons.filter(({ summary }) => summary.interval !== undefined);
  const adjusted = benjaminiHochberg(able.map(({ slowdowns }) => pOfNoSlowdown(slowdowns)));
  const apart = able.map(({ summary }) => leavesOutOne(summary));
  const differ = able.filter(
    (_, index) => apart[index] === true && (adjusted[index] as number) <= FALSE_DISCOVERIES,
  );
  return {
    cells: able.length,
    without: comparisons.length - able.length,
    byInterval: apart.filter(Boolean).length,
    byChance: able.reduce((sum, { summary }) => sum + 1 - (summary.interval?.confidence ?? 1), 0),
    differ: new Set(differ.map(({ key }) => key)),
  };
}

export function leavesOutOne({ interval }: Summary): boolean {
  return interval !== undefined && (interval.low > 1 || interval.high < 1);
}

/**
 * Two-sided P of Student's t test on the logarithms of the slowdowns. If a target is the same as
 * native, their logarithms are symmetric about 0, and the test keeps its level well. Tests of ranks
 * cannot: five rounds give no P below 0.06, so among many cells none could ever differ.
 * Source: Benjamini & Hochberg as in multiplicity.ts; Student, Biometrika 6 (1908).
 */
export function pOfNoSlowdown(slowdowns: readonly number[]): number {
  const logs = slowdowns.map(Math.log);
  if (logs.length < 2 || !logs.every(Number.isFinite)) return 1;
  const centre = mean(logs);
  const error = Math.sqrt(sampleVariance(logs) / logs.length);
  // The same value in each round: it is the same as native's, or surely another.
  if (error === 0) return centre === 0 ? 1 : 0;
  return Math.min(1, 2 * studentCdf(-Math.abs(centre) / error, logs.length - 1));
}
