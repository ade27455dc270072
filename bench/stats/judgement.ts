/**
 * What a comparison or a gate says. No logic lives here: judge.ts makes these of
 * runs, and reports show them. docs/gate.md explains the words to readers.
 */
import type { Metric } from "../types.ts";
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
  /** In the metric's unit: less than this is never called a regression, whatever share it is. */
  readonly absolute: number;
  /** The share that holds: the larger of the two, for this cell's base. */
  readonly effective: number;
}

export interface Side {
  /** Median of its rounds, in the metric's unit; of a history, of its runs' medians. */
  readonly median: number;
  readonly n: number;
  /** What there are `n` of; rounds if it is absent. */
  readonly of?: "round" | "run";
  /**
   * Nine of ten single values, of all rounds, are no worse: the 90th percentile, of a rate the 10th.
   * Of a history, the median of its runs'. Absent where there is one value alone.
   */
  readonly p90?: number;
  /** How many times as slow, or as large, as native it is, where runs are compared by that. */
  readonly timesNative?: number;
}

/** In how many of the rounds in which it was tried a side failed; of a history, in all of its runs. */
export interface Tries {
  readonly rounds: number;
  readonly failed: number;
}

/** What the verdict comes from: a one-sided bound of the slowdown. */
export interface Bound {
  /** `at-least`: the slowdown is at least this; `at-most`: at most. */
  readonly is: "at-least" | "at-most";
  readonly slowdown: number;
  /** 1 less the error that the verdict had at its look, of this cell. */
  readonly confidence: number;
}

/** How many times worse head is than base: 1.10 is 10% worse (slower, larger), 0.9 is better. */
export interface Effect {
  readonly slowdown: number;
  /** Absent with too few rounds for any. */
  readonly interval?: Interval;
}

/** What a run is compared with in a history: what was normal before, or one run, such as a release's. */
export type Against =
  | { readonly what: "earlier-runs" }
  | { readonly what: "anchor"; readonly runId: string };

/** One metric of one workload, compared. */
export interface CellVerdict {
  readonly workload: string;
  readonly metric: string;
  readonly family: string;
  /** What one value is of, where that is not an opening. */
  readonly each?: "start";
  readonly unit: Metric["unit"];
  readonly better: Metric["better"];
  /** Target of either side, as the run names it, e.g. `crun` and `runc`; the same for two runs. */
  readonly base: string;
  readonly head: string;
  /** Which of base's values head is compared with, where there are many runs. */
  readonly against?: Against;
  /** Whether either side is a VM that was emulated, not virtualized. */
  readonly emulated: boolean;
  /** Whether it counts for the gate; the others are told for information. */
  readonly gated: boolean;
  readonly margin: Margin;
  readonly baseSide?: Side;
  readonly headSide?: Side;
  /** By all rounds, also those after the look that decided. */
  readonly baseTries?: Tries;
  readonly headTries?: Tries;
  readonly effect?: Effect;
  /** Absent where nothing could be judged, or no bound can be had of so few rounds. */
  readonly bound?: Bound;
  /** Two-sided chance of a change as large as this one, or larger, if there were none; as after one look. */
  readonly chance?: number;
  /** The smallest slowdown, as a share, that as much evidence would have called regressed in 80 of 100 cases. */
  readonly detectable?: number;
  readonly verdict: Verdict;
  /** One sentence in plain words: what was found, how sure it is; if inconclusive, why. */
  readonly reason: string;
  /** What to do about it; empty where there is nothing to do. */
  readonly remedy: string;
  /** Rounds that it would take beyond those measured, where more would help. */
  readonly moreRounds?: number;
}

export interface Judgement {
  readonly schema: 2;
  readonly comparison: Comparison;
  /** What was compared, for headings: targets, or run folders' ids. */
  readonly base: string;
  readonly head: string;
  /** Id and time of head's run. */
  readonly runId: string;
  readonly createdAt: string;
  /** Of all gated cells: regressed if one is, else inconclusive if one is, else improved if one is, else pass. */
  readonly verdict: Verdict;
  /** What the verdict means, in a sentence or two, for who has never seen isotax. */
  readonly summary: string;
  /** Chance that a gate in which nothing has changed by more than its margin says regressed, at most. */
  readonly alpha: number;
  readonly rounds: number;
  /** Rounds after which it was looked whether to stop; only one if it was judged once. */
  readonly looks: readonly number[];
  readonly wallMs?: number;
  readonly host: Readonly<Record<string, string>>;
  readonly cells: readonly CellVerdict[];
  /** Doubts about the whole: what differs between hosts, warnings of the run. */
  readonly notes: readonly string[];
}
