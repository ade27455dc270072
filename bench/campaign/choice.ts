/** What is to be measured, decided before anything is touched. */
import type { Question } from "../stats/interleaved.ts";
import type { StoredRun } from "../store.ts";
import type { Experiment, Params, ProfileName } from "../types.ts";
import type { AdaptivePlan } from "./adaptive.ts";
import type { Shard } from "./shard.ts";

/** A part of a divided plan, and all that is planned. */
export interface PlannedShard extends Shard {
  readonly workloads: readonly Experiment[];
}

export interface RunChoice {
  readonly profile: ProfileName;
  readonly rounds: number;
  readonly seed: number;
  readonly targets: readonly string[];
  /** Those to be measured: of a shard, its own. */
  readonly workloads: readonly Experiment[];
  readonly shard?: PlannedShard;
  /** Rounds may end before `rounds`. */
  readonly adaptive?: AdaptivePlan & { readonly precision?: number };
  /** What the run is for, if for a gate. */
  readonly gate?: Question;
  /** Parameters other than the profile's, by workload. */
  readonly params?: Readonly<Record<string, Params>>;
  /** How many CPUs, and how much memory, each target gets. */
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly runId: string;
  readonly out: string;
}

/** A run that is to be measured. */
export interface PlannedRun {
  readonly choice: RunChoice;
  /** What an interrupted part has measured already. */
  readonly stored?: StoredRun | undefined;
}

/**
 * The workloads that the machine is made ready for. A shard's machine is made ready for the whole
 * plan: tools of the others' workloads are part of the image, which all shards must have the same.
 */
export function preparedWorkloads({ workloads, shard }: RunChoice): readonly Experiment[] {
  return shard?.workloads ?? workloads;
}
