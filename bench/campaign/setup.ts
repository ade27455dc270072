/** Does what a run does before it measures, and no more. */
import type { TargetState } from "../schema.ts";
import type { Experiment, Target } from "../types.ts";
import { type Surroundings, told } from "./events.ts";
import { type Needs, onReadyMachine, type ReadyMachine } from "./prepare.ts";
import { sweep } from "./sweep.ts";

/** What later runs will consist of. */
export interface SetUpFor {
  readonly runId: string;
  readonly targets: readonly string[];
  readonly workloads: readonly Experiment[];
  readonly extraTools: readonly string[];
  /** How many CPUs, and how much memory, each target gets. */
  readonly cpus: number;
  readonly memoryMiB: number;
  /** Whether a target is opened, besides being made ready. All are, if absent. */
  readonly opens?: Needs["opens"];
}

/** Returns the targets, with what those lack that are not ready. */
export async function setUp(
  wanted: SetUpFor,
  around: Surroundings,
): Promise<readonly TargetState[]> {
  const { host } = around;
  const lock = await host.lock("(set-up)");
  try {
    await sweep(around);
    const needs = { ...wanted, cpus: host.divideCpus(wanted.cpus).target };
    return await onReadyMachine(needs, around, async (ready) => {
      await makeVmDisk(ready, wanted.workloads, around);
      return ready.looks.map(({ state }) => state);
    });
  } finally {
    lock.close();
  }
}

/**
 * Makes the disk that virtual machines share. Otherwise a run would make it in the first cell that
 * writes there.
 */
async function makeVmDisk(
  { machine, image, targets, looks }: ReadyMachine,
  workloads: readonly Experiment[],
  { emit }: Surroundings,
): Promise<void> {
  const rootMiB = Math.max(0, ...workloads.map((workload) => workload.rootMiB));
  const hasDisk = targets.some((one, index) => looks[index]?.state.ok && isWritableVm(one));
  if (rootMiB === 0 || !hasDisk) return;
  await told(emit, { name: "vm-disk" }, () => machine.makeVmDisk(image, rootMiB));
}

function isWritableVm({ kind, lacks }: Target): boolean {
  return kind === "vm" && lacks["writable-root"] === undefined;
}
