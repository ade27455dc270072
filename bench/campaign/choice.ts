/** What a run measures, decided before anything is touched. */
import { isEmulated } from "../emulation.ts";
import type { TargetState } from "../schema.ts";
import type { GateQuestion } from "../stats/interleaved.ts";
import type { StoredRun } from "../store.ts";
import type { Experiment, Params, ProfileName } from "../types.ts";
import type { AdaptivePlan } from "./adaptive.ts";
import type { Shard } from "./shard.ts";

/** A part of a divided plan, with all workloads of the plan. */
export interface PlannedShard extends Shard {
  readonly workloads: readonly Experiment[];
}

export interface RunChoice {
  readonly profile: ProfileName;
  readonly rounds: number;
  readonly seed: number;
  readonly targets: readonly string[];
  /** The workloads to measure. For a shard, its own. */
  readonly workloads: readonly Experiment[];
  readonly shard?: PlannedShard;
  /** If present, the run may end before `rounds`. */
  readonly adaptive?: AdaptivePlan & { readonly precision?: number };
  /** The gate's question, if the run is for a gate. */
  readonly gate?: GateQuestion;
  /** Parameters that replace the profile's, by workload. */
  readonly params?: Readonly<Record<string, Params>>;
  /** The targets of a workload, where it is not measured on all of them. */
  readonly measuredOn?: Readonly<Record<string, readonly string[]>>;
  /** Workloads that machines are measured on only if the CPU virtualizes them. */
  readonly notEmulated?: readonly string[];
  /** How the user named an image of their own. It is not recorded, because it may be a path. */
  readonly image?: string;
  /** How many CPUs, and how much memory, each target gets. */
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly runId: string;
  readonly out: string;
}

/** The targets that a workload is measured on. Undefined: on all. */
export function targetsOf(
  { measuredOn, notEmulated = [] }: Pick<RunChoice, "measuredOn" | "notEmulated">,
  workload: string,
  targets: readonly TargetState[],
): readonly string[] | undefined {
  const asked = measuredOn?.[workload];
  if (!notEmulated.includes(workload)) return asked;
  const ids = targets.filter((target) => !isEmulated(target)).map(({ id }) => id);
  return ids.filter((id) => asked?.includes(id) ?? true);
}

/** A run to be measured. */
export interface PlannedRun {
  readonly choice: RunChoice;
  /** What an interrupted part has already measured. */
  readonly stored?: StoredRun | undefined;
}

/**
 * The workloads that the machine is prepared for. A shard's machine is prepared for the whole plan:
 * the image includes the tools of the other shards' workloads, because all shards must have the
 * same image.
 */
export function preparedWorkloads({ workloads, shard }: RunChoice): readonly Experiment[] {
  return shard?.workloads ?? workloads;
}
