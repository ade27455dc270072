/** From a plan to a run folder: the machine made ready, everything measured, all left as it was. */
import { rmdirSync } from "node:fs";
import { IsotaxError } from "../bench/errors.ts";
import { hostFacts } from "../bench/host.ts";
import type { Preflight } from "../bench/preflight.ts";
import { checkOut, RunWriter } from "../bench/store.ts";
import type { Image, Warning } from "../bench/types.ts";
import { RunContext } from "../runners/context.ts";
import { allowedCpus, pinSelf } from "../runners/host/cpus.ts";
import { detectVirtualization } from "../runners/host/facts.ts";
import { type CpuSplit, splitCpus } from "../runners/host/split-cpus.ts";
import { readUserKernel } from "../runners/images/guest-kernel.ts";
import { calibrate } from "../runners/launch/calibration.ts";
import { bootId } from "../runners/ledger/ledger.ts";
import { loadTargets } from "../runners/registry.ts";
import { describeRun } from "./describe-run.ts";
import type { Interrupts } from "./interrupts.ts";
import { takeLock } from "./lock.ts";
import {
  checkTargets,
  ensureImage,
  ensurePackages,
  ensureServers,
  workloadProblem,
} from "./machine.ts";
import { preparedWorkloads, type RunFlags } from "./options.ts";
import type { Progress } from "./progress.ts";
import { checkSameCpus, checkSameImage, checkSameMachine, type Resumed } from "./resume.ts";
import { sweep } from "./sweep.ts";
import { walk } from "./walk.ts";

export type EngineFlags = Pick<RunFlags, "guestKernel" | "install">;

export interface Job extends Resumed {
  readonly flags: EngineFlags;
  readonly progress: Progress;
  readonly interrupts: Interrupts;
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
  const lock = await takeLock(choice.out);
  try {
    if (stored === undefined) checkOut(choice.out);
    await sweep(progress);
    return { completed: await measure({ ...plan, flags, progress, interrupts, cpus }) };
  } finally {
    // Another run of this process divides the CPUs anew.
    await pinSelf(all);
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
  const { flags, choice, progress, interrupts } = job;
  const { signal } = interrupts;
  const startedMs = performance.now();
  await ensurePackages(progress, choice.targets, preparedWorkloads(choice), flags.install);
  signal.throwIfAborted();
  const context = new RunContext({
    runId: choice.runId,
    mayFetch: flags.install,
    ...(flags.guestKernel === undefined ? {} : { guestKernel: flags.guestKernel }),
  });
  interrupts.atOnce = () => context.ledger.killProcessesNow();
  try {
    return await measureIn(context, job, startedMs);
  } finally {
    const problems = await context.close();
    interrupts.atOnce = () => {};
    for (const problem of problems) {
      progress.warn(`could not be removed: ${problem}\n    -> isotax clean tries again`);
    }
  }
}

/** Returns whether the plan was walked to its end. */
async function measureIn(context: RunContext, job: Job, startedMs: number): Promise<boolean> {
  const { choice, stored, progress, interrupts, cpus } = job;
  const { signal } = interrupts;
  await ensureServers(progress, context, preparedWorkloads(choice));
  const image = await ensureImage(progress, context);
  if (stored !== undefined) checkSameImage(stored.run, image);
  const { memoryMiB } = choice;
  const targets = await loadTargets(context, choice.targets);
  const spec = { cpus: cpus.target, memoryMiB, image, scratchMiB: 0 };
  const looks = await checkTargets(progress, targets, spec, signal);
  if (choice.gate !== undefined) checkBothSides(looks, choice, image);
  const host = await hostFacts(detectVirtualization, context.workFolder);
  const resumed = stored && checkSameMachine(stored.run, host, looks);
  await pinSelf(cpus.harness);
  const start =
    stored === undefined
      ? await progress.step("harness floor", () => calibrate(context, cpus.target), undefined, {
          measures: true,
        })
      : stored.run.calibration.start;
  signal.throwIfAborted();

  const writer =
    stored === undefined
      ? RunWriter.create(choice.out, await describeRun(job, image, host, looks, start))
      : RunWriter.resume(choice.out, stored);
  try {
    if (resumed !== undefined) writer.update(resumed);
    if (stored !== undefined && stored.run.bootId !== bootId()) {
      writer.update({ bootId: bootId(), warnings: [...writer.run.warnings, REBOOTED] });
    }
    const setupMs = performance.now() - startedMs;
    await walk({ job, writer, targets, looks, image, sinceMs: startedMs });
    const end = signal.aborted ? undefined : await calibrate(context, cpus.target);
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

/** A gate of which one side cannot be measured has nothing to say. */
function checkBothSides(
  looks: readonly Preflight[],
  { workloads }: Resumed["choice"],
  image: Image,
): void {
  const lacks = [
    ...looks.flatMap(({ state: { ok, id, reason, remedy } }) =>
      ok ? [] : [{ id, reason: reason ?? "unknown", remedy: remedy ?? "isotax doctor says more" }],
    ),
    ...workloads.flatMap((workload) => {
      const problem = workloadProblem(workload, image);
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
