/** `isotax run`: plan, execute, store, report. */
import { rmdirSync } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { Estimator, nominalSeconds, timingKey } from "../../bench/estimate.ts";
import { execute, type PlannedTarget, type PlannedWorkload } from "../../bench/execute.ts";
import { hostFacts } from "../../bench/host.ts";
import { type Cell, cellKey, makePlan } from "../../bench/plan.ts";
import type { Preflight } from "../../bench/preflight.ts";
import { type Run, SCHEMA_VERSION } from "../../bench/schema.ts";
import { checkOut, RunWriter } from "../../bench/store.ts";
import type { Image, Target, Warning } from "../../bench/types.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { calibrate } from "../../runners/calibration.ts";
import { RunContext } from "../../runners/context.ts";
import { type CpuSplit, pinSelf, splitCpus } from "../../runners/host/cpus.ts";
import { detectVirtualization, toolVersion } from "../../runners/host/facts.ts";
import { readUserKernel } from "../../runners/images/guest-kernel.ts";
import { loadTargets } from "../../runners/registry.ts";
import { bootId } from "../../runners/resources.ts";
import { EXIT_INTERRUPTED, type Interrupts, listenForInterrupts } from "../interrupts.ts";
import { takeLock } from "../lock.ts";
import {
  checkTargets,
  ensureImage,
  ensurePackages,
  ensureServers,
  workloadProblem,
} from "../machine.ts";
import { openInBrowser } from "../open.ts";
import { chooseRun, type RunFlags } from "../options.ts";
import { duration, Progress } from "../progress.ts";
import {
  checkSameCpus,
  checkSameImage,
  checkSameMachine,
  type Resumed,
  resumedRun,
} from "../resume.ts";
import { sweep } from "../sweep.ts";
import { readTimings, saveTimings } from "../timings.ts";
import { codeDigest, VERSION } from "../version.ts";
import { writeReports } from "../write-reports.ts";

interface Job extends Resumed {
  readonly flags: RunFlags;
  readonly progress: Progress;
  readonly interrupts: Interrupts;
  readonly cpus: CpuSplit;
}

export async function runCommand(flags: RunFlags): Promise<number> {
  if (flags.guestKernel !== undefined) readUserKernel(flags.guestKernel);
  const resumed = await resumedRun(flags);
  const plan = resumed ?? { choice: await chooseRun(flags), stored: undefined };
  const cpus = plan.stored ? checkSameCpus(plan.stored.run) : splitCpus(plan.choice.cpus);
  const progress = new Progress();
  const lock = await takeLock(plan.choice.out);
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    if (resumed === undefined) checkOut(plan.choice.out);
    await sweep(progress);
    return await measure({ ...plan, flags, progress, interrupts, cpus });
  } finally {
    interrupts.dispose();
    lock.close();
    removeIfEmpty(plan.choice.out);
  }
}

/** A run that failed before it began leaves no folder that looks like one. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {}
}

async function measure(job: Job): Promise<number> {
  const { flags, choice, progress, interrupts } = job;
  const { signal } = interrupts;
  const startedMs = performance.now();
  await ensurePackages(progress, choice.targets, choice.workloads, flags.install);
  signal.throwIfAborted();
  const context = new RunContext({
    runId: choice.runId,
    mayFetch: flags.install,
    ...(flags.guestKernel === undefined ? {} : { guestKernel: flags.guestKernel }),
  });
  interrupts.atOnce = () => context.ledger.killProcessesNow();
  let completed: boolean;
  try {
    completed = await measureIn(context, job, startedMs);
  } finally {
    for (const problem of await context.close()) {
      progress.warn(`could not be removed: ${problem}\n    -> isotax clean tries again`);
    }
  }
  const input = await progress.step("reports", () => writeReports(choice.out));
  progress.end();
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ folder: choice.out, status: input.run.status, peakRssBytes })}\n`
      : terminalSummary(input),
  );
  const report = `${choice.out}/report.html`;
  progress.say(`Report: file://${report}`);
  if (!completed) {
    progress.say(`Interrupted. To go on: isotax run --resume ${choice.out}`);
    return EXIT_INTERRUPTED;
  }
  if (flags.open) openInBrowser(report);
  return 0;
}

/** Returns whether the plan was walked to its end. */
async function measureIn(context: RunContext, job: Job, startedMs: number): Promise<boolean> {
  const { choice, stored, progress, interrupts, cpus } = job;
  const { signal } = interrupts;
  await ensureServers(progress, context, choice.workloads);
  const image = await ensureImage(progress, context);
  if (stored !== undefined) checkSameImage(stored.run, image);
  const { memoryMiB } = choice;
  const targets = await loadTargets(context, choice.targets);
  const spec = { cpus: cpus.target, memoryMiB, image, scratchMiB: 0 };
  const looks = await checkTargets(progress, targets, spec, signal);
  const host = await hostFacts(detectVirtualization, context.workFolder);
  const resumed = stored && checkSameMachine(stored.run, host, looks);
  await pinSelf(cpus.harness);
  const start =
    stored === undefined
      ? await progress.step("harness floor", () => calibrate(context, cpus.target))
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
    await walk(job, writer, targets, looks, image);
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

const REBOOTED: Warning = {
  code: "host-changed",
  message: "the host was rebooted between parts of this run",
  remedy: "trust the paired overheads more than the absolute figures, or run again in one go",
};

async function describeRun(
  { choice, cpus }: Job,
  image: Image,
  host: Run["host"],
  looks: readonly Preflight[],
  start: Run["calibration"]["start"],
): Promise<Run> {
  const versions = await Promise.all(image.tools.map(toolVersion));
  return {
    schema: SCHEMA_VERSION,
    isotax: VERSION,
    code: codeDigest(),
    runId: choice.runId,
    status: "running",
    createdAt: new Date().toISOString(),
    profile: choice.profile,
    seed: choice.seed,
    rounds: choice.rounds,
    cpus: [...cpus.target],
    harnessCpus: [...cpus.harness],
    memoryMiB: choice.memoryMiB,
    workloads: choice.workloads.map(
      ({ id, version, title, resource, mode, params, noise, mostRounds }) => ({
        ...{ id, version, title, resource, mode },
        params: { ...params[choice.profile] },
        ...(noise === undefined ? {} : { noise }),
        ...(mostRounds === undefined ? {} : { rounds: mostRounds[choice.profile] }),
      }),
    ),
    targets: looks.map(({ state }) => state),
    host,
    bootId: bootId(),
    image: {
      digest: image.digest,
      tools: image.tools.map(({ name, imagePath, sha256 }, index) => ({
        ...{ name, imagePath, sha256 },
        version: versions[index] ?? "",
      })),
    },
    calibration: { start },
    warnings: [
      ...looks.flatMap(({ warnings }) => warnings),
      ...(cpus.harness === cpus.target ? [sharedCpu(choice.cpus)] : []),
    ],
    harness: { setupMs: 0, estimates: [] },
  };
}

function sharedCpu(cpus: number): Warning {
  return {
    code: "shared-cpu",
    message: `the harness shares the ${cpus} measured CPU(s): there is no other`,
    remedy: "use fewer --cpus, or a machine with more",
  };
}

async function walk(
  job: Job,
  writer: RunWriter,
  targets: readonly Target[],
  looks: readonly Preflight[],
  image: Image,
): Promise<void> {
  const { choice, stored, progress, interrupts, cpus } = job;
  const { memoryMiB } = choice;
  const { run } = writer;
  const cells = makePlan({
    seed: run.seed,
    rounds: run.rounds,
    targets: run.targets.map(({ id }) => id),
    workloads: run.workloads,
  });
  const plannedTargets = new Map(
    targets.map((target, index): [string, PlannedTarget] => {
      const state = looks[index]?.state;
      const unavailable = {
        reason: state?.reason ?? "it was not looked at",
        remedy: state?.remedy ?? "isotax doctor says more",
      };
      return [target.id, state?.ok === true ? { target } : { target, unavailable }];
    }),
  );
  const plannedWorkloads = new Map(
    choice.workloads.map((workload): [string, PlannedWorkload] => {
      const unavailable = workloadProblem(workload, image);
      const params = workload.params[run.profile];
      return [
        workload.id,
        unavailable === undefined ? { workload, params } : { workload, params, unavailable },
      ];
    }),
  );
  const estimator = makeEstimator(run.profile, plannedTargets, plannedWorkloads);
  const available = (cell: Pick<Cell, "target" | "workload">) =>
    plannedTargets.get(cell.target)?.unavailable === undefined &&
    plannedWorkloads.get(cell.workload)?.unavailable === undefined;
  // What could not be measured before the interruption and can be now, is still to be done.
  const done = new Set(
    (stored?.records ?? [])
      .filter((record) => record.outcome.status !== "unavailable" || !available(record))
      .map(cellKey),
  );
  const due = cells.filter((cell) => available(cell) && !done.has(cellKey(cell)));
  const estimates: Run["harness"]["estimates"] = [...run.harness.estimates];
  const fromMs = performance.now();
  let finished = 0;
  const leftMs = () => estimator.left(due.slice(finished)) * 1000;
  progress.say(
    `Plan: ${run.workloads.length} workload(s) on ${run.targets.length} target(s), ${run.rounds} round(s), ` +
      `${due.length} cells to measure: about ${duration(leftMs())}`,
  );

  await execute({
    cells,
    done,
    targets: plannedTargets,
    workloads: plannedWorkloads,
    image,
    cpus: cpus.target,
    memoryMiB,
    toolVersions: new Map(run.image.tools.map(({ name, version }) => [name, version])),
    signal: interrupts.signal,
    onCell: (cell) => {
      if (!available(cell)) return;
      estimates.push({ atMs: performance.now() - fromMs, leftMs: leftMs() });
      progress.cell(cell, run.rounds, finished, due.length, leftMs());
    },
    onRecord: (record) => {
      writer.append(record);
      if (record.outcome.status !== "unavailable") {
        finished++;
        // A cell that failed took as long as its deadline, which says nothing about the next.
        if (record.outcome.status === "ok") estimator.took(record, record.wallNs / 1e9);
      }
      progress.record(record, run.rounds, finished, due.length, leftMs());
    },
  });
  progress.end();
  writer.update({ harness: { ...writer.run.harness, estimates } });
  saveTimings(
    Object.fromEntries(
      [...estimator.means()].map(([key, seconds]) => [`${run.profile}/${key}`, seconds]),
    ),
  );
}

function makeEstimator(
  profile: string,
  targets: ReadonlyMap<string, PlannedTarget>,
  workloads: ReadonlyMap<string, PlannedWorkload>,
): Estimator {
  const earlier = readTimings();
  return new Estimator(
    (cell) => {
      const target = targets.get(cell.target)?.target;
      const planned = workloads.get(cell.workload);
      if (target === undefined || planned === undefined) return 0;
      return nominalSeconds(target.kind, planned.workload, planned.params);
    },
    (cell) => earlier[timingKey(profile, cell.target, cell.workload)],
  );
}

/** For errors that are met before there is anything to interrupt. */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === "AbortError") ||
    (error instanceof IsotaxError && (error.code === "ABORTED" || error.code === "INTERRUPTED"))
  );
}
