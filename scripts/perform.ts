/** From a plan to a run folder: the machine made ready, everything measured, all left as it was. */
import { rmdirSync } from "node:fs";
import { IsotaxError } from "../bench/errors.ts";
import type { Preflight } from "../bench/preflight.ts";
import { checkOut, RunWriter } from "../bench/store.ts";
import type { Warning } from "../bench/types.ts";
import { allowedCpus } from "../runners/host/cpus.ts";
import { type CpuSplit, splitCpus } from "../runners/host/split-cpus.ts";
import { readUserKernel } from "../runners/images/guest-kernel.ts";
import { bootId } from "../runners/resources.ts";
import { chooseMachine } from "./choose-machine.ts";
import { describeRun } from "./describe-run.ts";
import type { Interrupts } from "./interrupts.ts";
import { checkTargets } from "./machine.ts";
import type { EngineFlags, Machine, OpenMachine } from "./machine-port.ts";
import type { Progress } from "./progress.ts";
import { tellProblems } from "./real-machine.ts";
import { checkSameCpus, checkSameImage, checkSameMachine, type Resumed } from "./resume.ts";
import { walk } from "./walk.ts";

export type { EngineFlags } from "./machine-port.ts";

export interface Job extends Resumed {
  readonly flags: EngineFlags;
  readonly progress: Progress;
  readonly interrupts: Interrupts;
  readonly machine: Machine;
  readonly cpus: CpuSplit;
}

/** Whether the plan was walked to its end; not if it was interrupted. Errors: `IsotaxError`. */
export async function perform(
  plan: Resumed,
  flags: EngineFlags,
  progress: Progress,
  interrupts: Interrupts,
): Promise<{ readonly completed: boolean }> {
  if (flags.guestKernel !== undefined) readUserKernel(flags.guestKernel);
  const { choice, stored } = plan;
  const cpus = stored ? checkSameCpus(stored.run) : splitCpus(choice.cpus);
  const all = allowedCpus();
  const machine = await chooseMachine(choice.targets);
  const lock = await machine.reserve(choice.out);
  try {
    if (stored === undefined) checkOut(choice.out);
    await machine.sweep(progress);
    return { completed: await measure({ ...plan, flags, progress, interrupts, machine, cpus }) };
  } finally {
    // Another run of this process divides the CPUs anew.
    await machine.pin(all);
    lock.close();
    removeIfEmpty(choice.out);
  }
}

/** A run that failed before it began leaves no folder that looks like one. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}

async function measure(job: Job): Promise<boolean> {
  const startedMs = performance.now();
  const machine = await job.machine.open(job);
  try {
    return await measureOn(machine, job, startedMs);
  } finally {
    tellProblems(await machine.close(), job.progress);
  }
}

/** Returns whether the plan was walked to its end. */
async function measureOn(machine: OpenMachine, job: Job, startedMs: number): Promise<boolean> {
  const { choice, stored, progress, interrupts, cpus } = job;
  const { signal } = interrupts;
  const { image, targets } = machine;
  if (stored !== undefined) checkSameImage(stored.run, image);
  const { memoryMiB } = choice;
  const spec = { cpus: cpus.target, memoryMiB, image, scratchMiB: 0 };
  const looks = await checkTargets(progress, targets, spec, signal);
  if (choice.gate !== undefined) checkBothSides(looks, choice, machine);
  const host = await machine.facts();
  const resumed = stored && checkSameMachine(stored.run, host, looks);
  await job.machine.pin(cpus.harness);
  const start =
    stored === undefined ? await harnessFloor(machine, job) : stored.run.calibration.start;
  signal.throwIfAborted();

  const writer =
    stored === undefined
      ? RunWriter.create(choice.out, await describeRun(job, machine, host, looks, start))
      : RunWriter.resume(choice.out, stored);
  try {
    if (resumed !== undefined) writer.update(resumed);
    if (stored !== undefined && stored.run.bootId !== bootId()) {
      writer.update({ bootId: bootId(), warnings: [...writer.run.warnings, REBOOTED] });
    }
    const setupMs = performance.now() - startedMs;
    await walk({ job, writer, machine, looks, sinceMs: startedMs });
    const end = signal.aborted ? undefined : await machine.calibrate?.(cpus.target);
    writer.update({
      status: signal.aborted ? "interrupted" : "complete",
      finishedAt: new Date().toISOString(),
      calibration: { ...writer.run.calibration, ...(end === undefined ? {} : { end }) },
      harness: {
        ...writer.run.harness,
        setupMs,
        wallMs: performance.now() - startedMs,
      },
    });
  } finally {
    writer.close();
  }
  return !signal.aborted;
}

async function harnessFloor({ calibrate }: OpenMachine, { progress, cpus }: Job) {
  if (calibrate === undefined) return undefined;
  const measured = { measures: true };
  return progress.step("harness floor", () => calibrate(cpus.target), undefined, measured);
}

/** A gate of which one side cannot be measured has nothing to say. */
function checkBothSides(
  looks: readonly Preflight[],
  { workloads }: Resumed["choice"],
  machine: OpenMachine,
): void {
  const lacks = [
    ...looks.flatMap(({ state: { ok, id, reason, remedy } }) =>
      ok ? [] : [{ id, reason: reason ?? "unknown", remedy: remedy ?? "isotax doctor says more" }],
    ),
    ...workloads.flatMap((workload) => {
      const problem = machine.problem(workload);
      return problem === undefined ? [] : [{ id: workload.id, ...problem }];
    }),
  ];
  if (lacks.length === 0) return;
  throw new IsotaxError(
    "CANNOT_COMPARE",
    `not all that is to be compared can be measured here: ${lacks.map(({ id, reason }) => `${id}: ${reason}`).join("; ")}`,
    lacks.map(({ remedy }) => remedy).join("\n     "),
  );
}

const REBOOTED: Warning = {
  code: "host-changed",
  message: "the host was rebooted between parts of this run",
  remedy: "trust the paired overheads more than the absolute figures, or run again in one go",
};
