/**
 * The request of a gate. It is made once, from flags and configuration, and holds everything that a
 * gate needs.
 */
import type { MarginRule } from "../../stats/margins.ts";
import type { Experiment, ProfileName, TargetKind } from "../../types.ts";

/** What all ways of comparing have in common. */
export interface GateTerms {
  /** How much worse is allowed, as a share. If absent, each cell has its default. */
  readonly margin?: number | undefined;
  readonly rules: readonly MarginRule[];
  /** How a gate that could not decide is treated. */
  readonly inconclusive?: "pass" | "fail" | undefined;
  /** The folder to write. If absent, the run's own. */
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly seed?: number | undefined;
  /** Whether packages may be installed and servers downloaded. */
  readonly install: boolean;
  readonly guestKernel?: string | undefined;
  /** Names the user's own image. */
  readonly image?: string | undefined;
}

/** How much a gate measures, unless an earlier run determines it. */
export interface GateSampling {
  readonly workloads: readonly Experiment[];
  readonly profile: ProfileName;
  /** The most rounds. */
  readonly rounds: number;
  readonly budgetMs: number;
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** How a gate measures if it repeats an earlier run. */
export interface LikeRequest {
  /** Replaces the earlier run's number. */
  readonly rounds?: number | undefined;
  /** Targets that the user confirms, comma-separated, if the earlier run names programs. */
  readonly targets?: string | undefined;
  /** A run to judge, instead of measuring one. */
  readonly run?: string | undefined;
}

export type SidesRequest = GateTerms &
  GateSampling & {
    readonly mode: "sides";
    /** Ids of two different targets. */
    readonly base: string;
    readonly head: string;
    /** The kinds of both, from the lower rung to the higher. */
    readonly kinds: readonly TargetKind[];
  };

/** Only a few rounds, to say what the gate will take. */
export type PlanRequest = Omit<SidesRequest, "mode"> & { readonly mode: "plan" };

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

export type GateRequest = VerdictRequest | PlanRequest | SelfTestRequest;
