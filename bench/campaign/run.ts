/**
 * Turns a plan into a run folder: prepares the machine, measures everything, and leaves the machine
 * as it was.
 */
import { rmdirSync } from "node:fs";
import { say } from "../messages.ts";
import type { Calibration } from "../schema.ts";
import { checkOut, RunWriter } from "../store.ts";
import type { Image, Warning } from "../types.ts";
import { type PlannedRun, preparedWorkloads } from "./choice.ts";
import { describeRun, seenMachine } from "./describe-run.ts";
import { type Surroundings, told } from "./events.ts";
import { checkBothSides } from "./gate/reach.ts";
import type { CpuDivision } from "./machine.ts";
import { onReadyMachine, type ReadyMachine } from "./prepare.ts";
import { checkSameCpus, checkSameImage, checkSameMachine } from "./resume.ts";
import { sweep } from "./sweep.ts";
import { walk } from "./walk.ts";

/**
 * Returns whether the plan was walked to its end. It was not if the run was interrupted. Errors:
 * `IsotaxError`.
 */
export async function runCampaign(
  planned: PlannedRun,
  around: Surroundings,
): Promise<{ readonly completed: boolean }> {
  const { choice, stored } = planned;
  const { host } = around;
  const all = host.allowedCpus();
  const cpus = stored ? checkSameCpus(stored.run, all) : host.divideCpus(choice.cpus);
  const lock = await host.lock(choice.out);
  try {
    if (stored === undefined) checkOut(choice.out);
    await sweep(around);
    const sinceMs = performance.now();
    const needs = {
      runId: choice.runId,
      targets: choice.targets,
      workloads: preparedWorkloads(choice),
      extraTools: [],
      cpus: cpus.target,
      memoryMiB: choice.memoryMiB,
      ...(stored && { checkImage: (image: Image) => checkSameImage(stored.run, image) }),
    };
    const completed = await onReadyMachine(needs, around, (ready) =>
      writeRunFolder({ planned, around, ready, cpus, sinceMs }),
    );
    return { completed };
  } finally {
    // Another run of this process divides the CPUs again.
    await host.moveHarness(all);
    lock.close();
    removeIfEmpty(choice.out);
  }
}

/** A run that failed before it began must not leave a folder that looks like a run. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}

/** A run on a machine that is ready for it. */
export interface ReadyRun {
  readonly planned: PlannedRun;
  readonly around: Surroundings;
  readonly ready: ReadyMachine;
  readonly cpus: CpuDivision;
  /** When its time began to count. */
  readonly sinceMs: number;
}

/** Returns whether the plan was walked to its end. */
async function writeRunFolder(begun: ReadyRun): Promise<boolean> {
  const { planned, around, ready, cpus, sinceMs } = begun;
  const { choice, stored } = planned;
  const { host, stopping } = around;
  const { signal } = stopping;
  const { machine } = ready;
  if (choice.gate !== undefined) checkBothSides(ready, choice.workloads);
  const seen = await seenMachine(begun);
  const resumed = stored && checkSameMachine(stored.run, seen, ready.looks);
  await host.moveHarness(cpus.harness);
  const start = stored === undefined ? await harnessFloor(begun) : stored.run.calibration.start;
  signal.throwIfAborted();

  const writer =
    stored === undefined
      ? RunWriter.create(choice.out, await describeRun(begun, seen, start))
      : RunWriter.resume(choice.out, stored);
  try {
    if (resumed !== undefined) writer.update(resumed);
    const bootId = host.bootId();
    if (stored !== undefined && stored.run.bootId !== bootId) {
      writer.update({ bootId, warnings: [...writer.run.warnings, REBOOTED] });
    }
    const setupMs = performance.now() - sinceMs;
    await walk(begun, writer);
    const end = signal.aborted ? undefined : await machine.calibrate?.(cpus.target);
    writer.update({
      status: signal.aborted ? "interrupted" : "complete",
      finishedAt: new Date().toISOString(),
      calibration: { ...writer.run.calibration, ...(end && { end }) },
      harness: { ...writer.run.harness, setupMs, wallMs: performance.now() - sinceMs },
    });
  } finally {
    writer.close();
  }
  return !signal.aborted;
}

async function harnessFloor({ ready, around, cpus }: ReadyRun): Promise<Calibration | undefined> {
  const { machine } = ready;
  if (machine.calibrate === undefined) return undefined;
  const { calibrate } = machine;
  return told(around.emit, { name: "harness-floor" }, () => calibrate(cpus.target));
}

const REBOOTED: Warning = {
  code: "host-changed",
  message: say("campaign-resume.rebooted"),
  remedy: say("campaign-resume.trust-paired"),
};
