/**
 * What a claim is, as data. Each file C*.ts in this folder is one claim. `decide.ts` says what a
 * run shows about it. No sentence stands here: they are in reports/text.
 */
import type { Message, TargetKind, Unit } from "../types.ts";

export interface Claim {
  /** Equals the file's name, such as C1. */
  readonly id: string;
  /** The sentence as people say it. */
  readonly says: Message;
  /** What decides it. All questions together. */
  readonly questions: readonly Question[];
  /** What to measure. */
  readonly measure: Plan;
  /** What is missing before the claim can be decided in full. */
  readonly needs?: Message;
  readonly published: readonly Published[];
}

/** Words of `--workloads` and of `--targets`. */
export interface Plan {
  readonly workloads: readonly string[];
  readonly targets: readonly string[];
  /** What measures it in enough rounds, if the usual profile does not. */
  readonly profile?: "standard" | "thorough";
  /** Targets that decide nothing, and whose figures readers ask for. */
  readonly beside?: readonly string[];
}

/** A figure that others publish. It decides nothing. */
export interface Published {
  readonly what: Message;
  /** One value, or the lowest and the highest. */
  readonly value: number | readonly [low: number, high: number];
  /** `change`: a share by which something changes, such as -0.02. `share`: a part of a whole. */
  readonly unit: Unit | "change" | "share";
  readonly against?: Message;
  /** A name, which is the same in every language. */
  readonly source: string;
  /** Where it may stand beside figures of a run. Absent where the source measured something else. */
  readonly beside?: Beside;
}

/** What of a run is of the same kind and in the same unit as a published figure. */
export interface Beside {
  /** Ids of workloads: any of them has to be measured. */
  readonly workloads: readonly string[];
  readonly of: readonly TargetPick[];
  /** The figure is of so many operations, one after the other. One, if absent. */
  readonly operations?: number;
}

/**
 * Which targets a question is about. The first of a list that fits a target of the run counts, so
 * that what fits best comes first. Warm starts and made-up targets never count.
 */
export interface TargetPick {
  readonly ids?: readonly string[];
  readonly kinds?: readonly TargetKind[];
  /**
   * Whether the answer depends on the CPU's virtualization. Then a machine that is not virtualized
   * by the CPU is left out: what emulation costs says nothing about it.
   */
  readonly virtualized?: boolean;
}

interface Asked {
  /** A few words, such as `CPU`. */
  readonly about: Message;
  readonly of: readonly TargetPick[];
  /** Whether a run without such targets lacks nothing: the claim is about others, and these too. */
  readonly also?: boolean;
  /** Whether only runs with its workload are asked: others lack nothing. */
  readonly ifPlanned?: boolean;
}

/** A question about each of the targets. `is` says on which side of `bound` the claim is true. */
export type Question =
  /** How many times slower than native the metrics of a family are, by their geometric mean. */
  | (Asked & {
      readonly kind: "slowdown";
      readonly family: string;
      readonly is: Side;
      readonly bound: number;
    })
  /** How much later than native the first byte of a cold start comes, in ns. */
  | (Asked & {
      readonly kind: "start-added";
      readonly workload: string;
      readonly is: Side;
      readonly bound: number;
    })
  /** How long a cold start takes to the first byte, in ns. */
  | (Asked & {
      readonly kind: "start";
      readonly workload: string;
      readonly is: Side;
      readonly bound: number;
    })
  /** How many times as many bytes it ships as the largest of `against`. */
  | (Asked & {
      readonly kind: "size";
      readonly workload: string;
      readonly against: TargetPick;
      readonly is: Side;
      readonly bound: number;
    })
  /**
   * How many times as long it takes as on the quickest of `against`, in the same round. Where a
   * target is measured in several ways, its quickest counts, at each place where others are measured.
   */
  | (Asked & {
      readonly kind: "times";
      readonly workload: string;
      /** Id of a metric, or of a point of it. */
      readonly metric: string;
      readonly against: TargetPick;
      readonly is: Side;
      readonly bound: number;
    })
  /** How much of a first delivery is sent again in a later one, as a share: in the format that sends least. */
  | (Asked & {
      readonly kind: "reuse";
      readonly workload: string;
      /** Points of the bytes that were received. */
      readonly first: string;
      readonly later: string;
      readonly is: Side;
      readonly bound: number;
    })
  /** How many instances there were at once, in the round with the fewest: a workload's headline. */
  | (Asked & {
      readonly kind: "count";
      readonly workload: string;
      readonly is: Side;
      readonly bound: number;
    })
  | (Asked & {
      readonly kind: "promise";
      readonly workload: string;
      readonly check: string;
      /** Taken of targets that have no such check. */
      readonly orCheck?: string;
    })
  /** Whether the tools inside have the hashes of the image's. */
  | (Asked & { readonly kind: "bytes" })
  /** What one run on one machine cannot answer. */
  | { readonly kind: "elsewhere"; readonly about: Message };

export type Side = "above" | "below";

export type Verdict =
  | "holds"
  | "does-not-hold"
  | "depends"
  /** A part is otherwise than the claim says, and of the others nothing is known. */
  | "not-for-all"
  | "not-shown"
  | "emulated"
  | "not-measured";
