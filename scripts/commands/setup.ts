/** `isotax setup`: what `run` does before it measures, and no more. */
import { loadWorkloads } from "../../bench/registry.ts";
import type { Target, Workload } from "../../bench/types.ts";
import { RunContext } from "../../runners/context.ts";
import { splitCpus } from "../../runners/host/split-cpus.ts";
import { readUserKernel } from "../../runners/images/guest-kernel.ts";
import { vmDisk } from "../../runners/images/vm-disk.ts";
import { loadTargets } from "../../runners/registry.ts";
import { toolsFor } from "../../runners/tools/table.ts";
import { chooseTargets } from "../choose-targets.ts";
import { chooseWorkloads } from "../choose-workloads.ts";
import { GATE_DEFAULTS } from "../defaults.ts";
import { listenForInterrupts } from "../interrupts.ts";
import { takeLock } from "../lock.ts";
import { checkTargets, ensureImage, ensurePackages, ensureServers } from "../machine.ts";
import { chooseRun, type RunChoice, type RunFlags } from "../options.ts";
import { Progress } from "../progress.ts";
import { readConfig } from "../read-config.ts";
import { sweep } from "../sweep.ts";

type SetupFlags = Pick<RunFlags, "config" | "targets" | "workloads" | "guestKernel" | "install"> & {
  readonly forTests: boolean;
};

/**
 * Targets and workloads: of flags, else of the configuration, for runs and for its gate; those of
 * a run without either, if neither says anything.
 */
async function wanted(flags: SetupFlags, choice: RunChoice) {
  const { targets, workloads, gate = {} } = await readConfig(flags.config);
  const sides = [gate.base, gate.head].filter((side) => side !== undefined);
  const gated = gate.workloads ?? (sides.length === 0 ? [] : [GATE_DEFAULTS.workloads]);
  const known = await loadWorkloads();
  return {
    targets:
      flags.targets !== undefined || sides.length === 0
        ? choice.targets
        : await chooseTargets([...(targets ?? []), ...sides]),
    workloads:
      flags.workloads !== undefined || gated.length === 0
        ? choice.workloads
        : chooseWorkloads([...(workloads ?? []), ...gated].join(","), known),
  };
}

/** MiB that a workload writes on the root filesystem. */
function roomOf(workload: Workload): number {
  return (workload.mode === "exec" && workload.rootMiB) || 0;
}

export async function setupCommand(flags: SetupFlags): Promise<number> {
  if (flags.guestKernel !== undefined) readUserKernel(flags.guestKernel);
  const progress = new Progress();
  const choice = await chooseRun({
    ...flags,
    open: false,
    json: false,
  });
  const { targets: ids, workloads } = await wanted(flags, choice);
  const lock = await takeLock("(set-up)");
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    await sweep(progress);
    const extra = flags.forTests ? toolsFor("test") : [];
    await ensurePackages(progress, ids, workloads, flags.install, extra);
    interrupts.signal.throwIfAborted();
    await using context = new RunContext({
      runId: choice.runId,
      mayFetch: flags.install,
      ...(flags.guestKernel === undefined ? {} : { guestKernel: flags.guestKernel }),
    });
    interrupts.atOnce = () => context.ledger.killProcessesNow();
    await ensureServers(progress, context, workloads);
    const image = await ensureImage(progress, context);
    const targets = await loadTargets(context, ids);
    const { target: cpus } = splitCpus(choice.cpus);
    const spec = { cpus, memoryMiB: choice.memoryMiB, image, scratchMiB: 0 };
    const looks = await checkTargets(progress, targets, spec, interrupts.signal);
    const rootMiB = Math.max(0, ...workloads.map(roomOf));
    const writable = ({ kind, lacks }: Target) =>
      kind === "vm" && lacks["writable-root"] === undefined;
    if (rootMiB > 0 && targets.some((one, index) => looks[index]?.state.ok && writable(one))) {
      // VMs share it; a run would make it in the first cell that writes there.
      const make = () => vmDisk(context, image, rootMiB);
      await progress.step("VM disk with room to write on", make);
    }
    return 0;
  } finally {
    interrupts.dispose();
    lock.close();
  }
}
