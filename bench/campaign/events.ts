/** The events of a campaign. A campaign prints nothing: listeners turn events into lines. */
import type { Cell } from "../plan.ts";
import type { RunRecord } from "../schema.ts";
import type { Image, Message } from "../types.ts";
import type { Host, PackageNeed, PreparedImage, SweptRun } from "./machine.ts";
import type { Preflight } from "./preflight.ts";
import type { Shard } from "./shard.ts";

/** Something that takes a while. No other step runs at the same time. */
export type CampaignStep =
  | { readonly name: "packages" }
  | { readonly name: "server"; readonly tool: string }
  | { readonly name: "image" }
  | { readonly name: "target"; readonly id: string }
  | { readonly name: "harness-floor" }
  | { readonly name: "vm-disk" };

/** The result of a step, if there is more to say than that it is done. */
export type CampaignStepResult =
  | { readonly of: "image"; readonly image: Image; readonly built: PreparedImage["built"] }
  | { readonly of: "target"; readonly look: Preflight };

/** How far the plan has come. */
export interface Position {
  readonly rounds: number;
  readonly cellsDone: number;
  readonly cellsDue: number;
  readonly leftMs: number;
}

export type CampaignEvent =
  | { readonly kind: "swept"; readonly runs: readonly SweptRun[] }
  | { readonly kind: "step-begun"; readonly step: CampaignStep }
  | {
      readonly kind: "step-done";
      readonly step: CampaignStep;
      readonly result?: CampaignStepResult | undefined;
    }
  | { readonly kind: "step-failed"; readonly step: CampaignStep }
  | { readonly kind: "packages-not-wanted"; readonly packages: readonly PackageNeed[] }
  | {
      readonly kind: "packages-not-possible";
      readonly packages: readonly PackageNeed[];
      readonly reason: Message;
    }
  | { readonly kind: "packages-begun"; readonly packages: readonly PackageNeed[] }
  | { readonly kind: "packages-line"; readonly line: string }
  | { readonly kind: "packages-failed"; readonly names: readonly string[] }
  | { readonly kind: "server-not-wanted"; readonly tool: string }
  | {
      readonly kind: "server-failed";
      readonly tool: string;
      readonly reason: Message;
      readonly remedy: Message | undefined;
    }
  | {
      readonly kind: "planned";
      readonly workloads: readonly string[];
      readonly targets: readonly string[];
      readonly rounds: number;
      /** Cells that are still to be measured. */
      readonly cellsDue: number;
      readonly leftMs: number;
      /** Whether the run may end before its last round. */
      readonly mayEndEarly: boolean;
      readonly shard: Shard | undefined;
    }
  | { readonly kind: "cell-begun"; readonly cell: Cell; readonly position: Position }
  | { readonly kind: "cell-ended"; readonly record: RunRecord; readonly position: Position }
  | { readonly kind: "cells-over" }
  | { readonly kind: "not-removed"; readonly problem: Message }
  | { readonly kind: "trial-begun"; readonly what: Message }
  /** A folder that is not part of the history, and why. */
  | { readonly kind: "left-out"; readonly reason: Message };

export type Emit = (event: CampaignEvent) => void;

/** How a campaign is stopped. */
export interface Stopping {
  /** Aborted when the campaign must end in an orderly way. */
  readonly signal: AbortSignal;
  /** What to do if the process ends before everything is closed. It must not wait for anything. */
  atOnce: () => void;
}

/** What a campaign is started with. */
export interface Surroundings {
  readonly host: Host;
  readonly emit: Emit;
  readonly stopping: Stopping;
}

/** Emits events when a step begins and when it ends. */
export async function told<T>(
  emit: Emit,
  step: CampaignStep,
  work: () => Promise<T>,
  resultOf?: (done: T) => CampaignStepResult,
): Promise<T> {
  emit({ kind: "step-begun", step });
  try {
    const done = await work();
    emit({ kind: "step-done", step, result: resultOf?.(done) });
    return done;
  } catch (error) {
    emit({ kind: "step-failed", step });
    throw error;
  }
}
