/** This host, on which targets are really started. */
import { hostFacts } from "../bench/host.ts";
import { calibrate } from "../runners/calibration.ts";
import { RunContext } from "../runners/context.ts";
import { pinSelf } from "../runners/host/cpus.ts";
import { detectVirtualization, toolVersion } from "../runners/host/facts.ts";
import { loadTargets } from "../runners/registry.ts";
import { takeLock } from "./lock.ts";
import { ensureImage, ensurePackages, ensureServers, workloadProblem } from "./machine.ts";
import type { Machine, MachineJob, OpenMachine } from "./machine-port.ts";
import { preparedWorkloads } from "./options.ts";
import { sweep } from "./sweep.ts";
import { readTimings, saveTimings } from "./timings.ts";

export const realMachine: Machine = {
  reserve: (out) => takeLock(out),
  sweep: async (progress) => {
    await sweep(progress);
  },
  open,
  pin: pinSelf,
};

async function open({ choice, flags, progress, interrupts }: MachineJob): Promise<OpenMachine> {
  const workloads = preparedWorkloads(choice);
  await ensurePackages(progress, choice.targets, workloads, flags.install);
  interrupts.signal.throwIfAborted();
  const context = new RunContext({
    runId: choice.runId,
    mayFetch: flags.install,
    ...(flags.guestKernel === undefined ? {} : { guestKernel: flags.guestKernel }),
  });
  interrupts.atOnce = () => context.ledger.killProcessesNow();
  const close = async () => {
    const problems = await context.close();
    interrupts.atOnce = () => {};
    return problems;
  };
  try {
    await ensureServers(progress, context, workloads);
    const image = await ensureImage(progress, context);
    return {
      image,
      targets: await loadTargets(context, choice.targets),
      timings: { read: readTimings, save: saveTimings },
      facts: () => hostFacts(detectVirtualization, context.workFolder),
      version: toolVersion,
      problem: (workload) => workloadProblem(workload, image),
      calibrate: (cpus) => calibrate(context, cpus),
      close,
    };
  } catch (error) {
    tellProblems(await close(), progress);
    throw error;
  }
}

/** What could not be removed, and what to do about it. */
export function tellProblems(problems: readonly string[], progress: MachineJob["progress"]): void {
  for (const problem of problems) {
    progress.warn(`could not be removed: ${problem}\n    -> isotax clean tries again`);
  }
}
