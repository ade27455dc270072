/** What a run shows about a claim, as data. */
import type { Message } from "../types.ts";
import type { Published, Question, Side, Verdict } from "./claim.ts";
import type { Gap } from "./parts.ts";

export interface ClaimResult {
  readonly id: string;
  readonly says: Message;
  readonly verdict: Verdict;
  readonly parts: readonly PartResult[];
  /** What would have to be measured too. */
  readonly gaps: readonly Gap[];
  /** Ids of targets that decide nothing here, because they are emulated. */
  readonly emulated: readonly string[];
  /** How many more rounds would probably decide. Absent where rounds alone do not help. */
  readonly moreRounds?: number;
  /** What measures it. */
  readonly command: string;
  readonly needs?: Message;
  readonly rules: readonly Rule[];
  readonly published: readonly Published[];
}

/** On which side of its bound a figure must be, for the claim to hold. */
export interface Rule {
  readonly kind: "slowdown" | "start" | "start-added" | "size" | "times" | "reuse" | "count";
  readonly is: Side;
  readonly bound: number;
}

export interface PartResult {
  readonly about: Message;
  readonly kind: Question["kind"];
  readonly target: string;
  /** Where the figure comes from: a workload, all workloads of a family, or a check. */
  readonly workload?: string;
  readonly family?: string;
  readonly check?: string;
  /** `yes`: as the claim says. `open`: neither was shown. */
  readonly answer: "yes" | "no" | "open";
  /**
   * In the unit of its kind: a factor, ns, or a count. `bound` is what it was compared with. An
   * answer of rounds is sure: its interval leaves the bound out.
   */
  readonly figure: number;
  /** Absent: the median of the rounds. Else what the figure is instead. */
  readonly estimate?: "hodges-lehmann";
  readonly bound?: number;
  readonly low?: number;
  readonly high?: number;
  readonly confidence?: number;
  /** Rounds that the figure rests on, and the metrics that it is a mean of. */
  readonly rounds?: number;
  readonly metrics?: number;
  /** Too many rounds were lost. */
  readonly lossy?: boolean;
  /** How many things were looked at, where the figure is a part of them. */
  readonly of?: number;
  /** What it was compared with: another target. */
  readonly against?: string;
}

/** All claims, with what holds for the verdicts together. */
export interface ClaimResults {
  readonly results: readonly ClaimResult[];
  /** Chance of one wrong verdict or more, among those that rest on rounds. */
  readonly error: number;
  /** How many claims rest on rounds. */
  readonly tested: number;
}
