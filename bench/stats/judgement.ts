/**
 * What a comparison or a gate says. This file has no logic: judge.ts makes these from runs, and
 * reports show them. docs/gate.md explains the words to readers.
 */
import type { Facts, Message, Metric } from "../types.ts";
import type { Dependence } from "./dependence.ts";
import type { Interval } from "./summary.ts";

/**
 * - `regressed`: worse than base by more than the margin, surely enough.
 * - `improved`: better than base by more than the margin, surely enough.
 * - `pass`: not worse than base by more than the margin, surely enough.
 * - `inconclusive`: none of these could be shown; `reason` says why and what would help.
 */
export type Verdict = "regressed" | "improved" | "pass" | "inconclusive";

/**
 * How base and head were compared:
 * - `interleaved`: in the same rounds of one run.
 * - `baseline`: two runs, by their ratios to native.
 * - `history`: one run against many earlier ones, by its ratios to native.
 */
export type Comparison = "interleaved" | "baseline" | "history";

/** The most that a cell may get worse without being called regressed. */
export interface Margin {
  /** As a share: 0.05 is 5%. */
  readonly relative: number;
  /** In the metric's unit. A smaller change is never called a regression, whatever share it is. */
  readonly absolute: number;
  /** The share that applies: the larger of the two, for this cell's base. */
  readonly effective: number;
}

export interface Side {
  /** Median of the rounds, in the metric's unit. In a history, the median of the runs' medians. */
  readonly median: number;
  readonly n: number;
  /** What `n` counts. Rounds if absent. */
  readonly of?: "round" | "run";
  /**
   * Nine of ten single values, over all rounds, are no worse: the 90th percentile, or the 10th for
   * a rate. In a history, the median of the runs' values. Absent where there is only one value.
   */
  readonly p90?: number;
  /** How many times as slow, or as large, as native, where runs are compared by that ratio. */
  readonly timesNative?: number;
}

/** How many rounds a side tried, and how many of them failed. In a history, over all its runs. */
export interface Tries {
  readonly rounds: number;
  readonly failed: number;
}

/** What the verdict rests on: a one-sided bound of the slowdown. */
export interface Bound {
  /** `at-least`: the slowdown is at least this; `at-most`: at most. */
  readonly is: "at-least" | "at-most";
  readonly slowdown: number;
  /** One minus the error that the verdict had at its look, for this cell. */
  readonly confidence: number;
}

/** Rounds whose slowest start was beyond what base's slowest are usually (slow-rounds.ts). */
export interface SlowStarts {
  /** Rounds that count. The first ones only say what is slow. */
  readonly rounds: number;
  readonly base: SlowSide;
  readonly head: SlowSide;
  /** How many more of head's rounds may be slow, as a share of all. */
  readonly allowed: number;
  /** Bounds of how many more are, as shares of all; -1 or 1 if nothing is sure. */
  readonly atLeast: number;
  readonly atMost: number;
}

export interface SlowSide {
  /** Rounds that were slow. */
  readonly slow: number;
  /** A round is slow if its slowest start took longer than this, in ns. */
  readonly limit: number;
}

/** How many times worse head is than base: 1.10 is 10% worse (slower, larger), 0.9 is better. */
export interface Effect {
  readonly slowdown: number;
  /**
   * For the size of the change. No verdict comes from it, and no report shows it beside one: see
   * `bounds`. Absent with too few rounds for any.
   */
  readonly interval?: Interval;
}

/**
 * What a run is compared with in a history: the earlier normal runs, or one run, such as a release.
 */
export type Against =
  | { readonly what: "earlier-runs" }
  | { readonly what: "anchor"; readonly runId: string };

/** What a look showed of a cell: the estimate, and its bounds with the errors of that look. */
export interface CellLook {
  readonly rounds: number;
  readonly slowdown: number;
  /** As those of a cell. */
  readonly bounds: readonly Bound[];
}

/** A run of a history. */
export interface TrendRun {
  readonly runId: string;
  readonly createdAt: string;
  /** How many times worse than what head is compared with. */
  readonly slowdown: number;
  /** Whether later runs are compared with it. Of the run that is judged, false. */
  readonly normal: boolean;
}

/** A cell in all runs of a history that can be compared, oldest first. The last one is judged. */
export interface Trend {
  readonly runs: readonly TrendRun[];
  /** Where the level changed for good: the place, from 0, of the first run of each new level. */
  readonly changes: readonly number[];
}

/** One metric of one workload, compared. */
export interface CellVerdict {
  readonly workload: string;
  readonly metric: string;
  readonly family: string;
  /** What one value stands for, where that is not an opening. */
  readonly each?: "start";
  /** Whether it is what its workload is there for, as the first output is for a start. */
  readonly headline?: true;
  readonly unit: Metric["unit"];
  readonly better: Metric["better"];
  /** Target of each side, as the run names it, e.g. `crun` and `runc`. The same for two runs. */
  readonly base: string;
  readonly head: string;
  /** Which of base's values head is compared with, where there are many runs. */
  readonly against?: Against;
  /** Whether either side is a VM that was emulated, not virtualized. */
  readonly emulated: boolean;
  /** Whether it counts for the gate. Other cells are reported for information. */
  readonly gated: boolean;
  readonly margin: Margin;
  readonly baseSide?: Side;
  readonly headSide?: Side;
  /** Counted over all rounds, also those after the look that decided. */
  readonly baseTries?: Tries;
  readonly headTries?: Tries;
  readonly effect?: Effect;
  /**
   * Absent where nothing could be judged, where so few rounds allow no bound, or where slow starts,
   * failures or an earlier run of a history decided.
   */
  readonly bound?: Bound;
  /**
   * What is sure about the change, from below and from above: each with the error that a verdict
   * may have there. One of them is `bound`. Regressed: both are beyond the margin. Pass: both are
   * short of it. Inconclusive: the margin is between them. With very few rounds one is missing.
   */
  readonly bounds?: readonly Bound[];
  /** Slow starts, where the gate asked about them. */
  readonly slow?: SlowStarts;
  /** How far rounds depend on those before them; absent where they do not. */
  readonly dependence?: Dependence;
  /**
   * The step between two times, in ns, where it is coarse: more than a quarter of the margin.
   */
  readonly resolution?: number;
  /** Some of the looks up to the one that decided, where there were several. */
  readonly looks?: readonly CellLook[];
  /** Of a history: the cell in each of its runs. */
  readonly trend?: Trend;
  /** Two-sided chance of a change this large or larger if there is none, as after one look. */
  readonly chance?: number;
  /**
   * The smallest slowdown, as a share, that this amount of evidence would call regressed in 80 of
   * 100 cases.
   */
  readonly detectable?: number;
  readonly verdict: Verdict;
  /**
   * What the verdict is about, if not the typical value: slow starts or failures, of which head has
   * more, or of which too little is known.
   */
  readonly question?: "slow" | "failures";
  /** One sentence in plain words: what was found, how sure it is and, if inconclusive, why. */
  readonly reason: Message;
  /** What to do about it. Absent where there is nothing to do. */
  readonly remedy?: Message;
  /** Rounds needed beyond those measured, where more would help. */
  readonly moreRounds?: number;
}

export interface Judgement {
  readonly schema: 2;
  readonly comparison: Comparison;
  /**
   * What was compared, for headings: targets, or ids of run folders. In a history, base is a
   * message: it stands for many runs.
   */
  readonly base: string | Message;
  readonly head: string;
  /** Id and time of head's run. */
  readonly runId: string;
  readonly createdAt: string;
  /**
   * The first of these that any gated cell has: regressed, inconclusive, improved. Otherwise pass.
   */
  readonly verdict: Verdict;
  /** What the verdict means, in a sentence or two, for a reader who has never seen isotax. */
  readonly summary: Message;
  /**
   * The chance, at most, of the verdict regressed in a gate where nothing changed by more than its
   * margin.
   */
  readonly alpha: number;
  readonly rounds: number;
  /**
   * Rounds after which a look was taken, to decide whether to stop. Only one if the run was judged
   * once.
   */
  readonly looks: readonly number[];
  readonly wallMs?: number;
  readonly host: Facts;
  readonly cells: readonly CellVerdict[];
  /** Doubts about the whole: what differs between hosts, warnings of the run. */
  readonly notes: readonly Message[];
}
