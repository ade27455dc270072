/** What a gate is asked. It is made once, of flags and configuration, and holds all that a gate needs. */
import type { MarginRule } from "../../stats/margins.ts";
import type { Experiment, ProfileName, TargetKind } from "../../types.ts";

/** What all ways of comparing have in common. */
export interface GateTerms {
  /** How much worse is allowed, as a share; each cell's default without. */
  readonly margin?: number | undefined;
  readonly rules: readonly MarginRule[];
  /** What to make of a gate that could not decide. */
  readonly inconclusive?: "pass" | "fail" | undefined;
  /** Folder to write; one of the run's own without. */
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly seed?: number | undefined;
  /** Whether packages may be installed and servers be downloaded. */
  readonly install: boolean;
  readonly guestKernel?: string | undefined;
}

/** How much a gate measures that is not told so by an earlier run. */
export interface GateSampling {
  readonly workloads: readonly Experiment[];
  readonly profile: ProfileName;
  /** At most. */
  readonly rounds: number;
  readonly budgetMs: number;
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** How a gate measures that does as an earlier run did. */
export interface LikeRequest {
  /** Instead of the earlier run's. */
  readonly rounds?: number | undefined;
  /** Targets that the user confirms, comma-separated, where the earlier run names programs. */
  readonly targets?: string | undefined;
  /** A run to be judged, instead of measuring one. */
  readonly run?: string | undefined;
}

export type SidesRequest = GateTerms &
  GateSampling & {
    readonly mode: "sides";
    /** Ids of two targets, which differ. */
    readonly base: string;
    readonly head: string;
    /** Of both, from the lower rung to the higher. */
    readonly kinds: readonly TargetKind[];
  };

export type RejudgeRequest = GateTerms & { readonly mode: "rejudge"; readonly run: string };

export type BaselineRequest = GateTerms &
  LikeRequest & { readonly mode: "baseline"; readonly baseline: string };

export type HistoryRequest = GateTerms &
  LikeRequest & {
    readonly mode: "history";
    readonly history: string;
    readonly anchor?: string | undefined;
    /** Ids of runs. */
    readonly accept: readonly string[];
  };

export type SelfTestRequest = GateTerms &
  GateSampling & {
    readonly mode: "self-test";
    readonly target: string;
    readonly kind: TargetKind;
  };

/** A gate that ends with one verdict. */
export type VerdictRequest = SidesRequest | RejudgeRequest | BaselineRequest | HistoryRequest;

export type GateRequest = VerdictRequest | SelfTestRequest;
