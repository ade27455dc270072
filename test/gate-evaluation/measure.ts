/** One long run of a target with itself, once as it is and once for each slowdown. */
import { join } from "node:path";
import type { RunChoice } from "../../bench/campaign/choice.ts";
import { runCampaign } from "../../bench/campaign/run.ts";
import { STARTS_IN_TURN } from "../../bench/methods/start.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { freshRunId } from "../../bench/run-id.ts";
import { analyzed, rowOf } from "../../bench/stats/cells.ts";
import { readRun } from "../../bench/store.ts";
import { DEFAULTS } from "../../scripts/defaults.ts";
import type { Interrupts } from "../../scripts/interrupts.ts";
import type { Progress } from "../../scripts/progress.ts";
import { surroundingsOf } from "../../scripts/surroundings.ts";
import { writeReports } from "../../scripts/write-reports.ts";

export const WORKLOAD = "start.exec";
/** The moment that slowdowns are shares of. */
export const METRIC = "ready";
export const SLOWDOWNS: readonly number[] = [0.02, 0.05, 0.1, 0.2];

/** Half a minute: the host has its moods, and the slowdowns are to be shares of what is usual. */
const SIZING_ROUNDS = 60;
/** More rounds than the time will do for. */
const ENOUGH = 9999;

/** Measures for so long, and returns the folder. Throws if it is interrupted. */
export async function measure(
  target: string,
  minutes: number,
  out: string,
  progress: Progress,
  interrupts: Interrupts,
): Promise<string> {
  const sized = await run(
    choiceOf([target], SIZING_ROUNDS, join(out, `${target}-sizing`)),
    progress,
    interrupts,
  );
  const { run: sizing, records } = readRun(sized);
  const readyNs = rowOf(analyzed(sizing, records), target, WORKLOAD, METRIC)?.summary.median;
  if (readyNs === undefined) throw new Error(`${target} was not measured: see ${sized}`);
  const slowed = SLOWDOWNS.map((share) => `${target}+spin=${Math.round(share * readyNs)}ns`);
  const choice = await choiceOf(
    [`${target}#base`, `${target}#same`, ...slowed],
    ENOUGH,
    join(out, target),
  );
  const timed = { ...choice, adaptive: { looks: [ENOUGH], budgetMs: minutes * 60_000 } };
  return run(timed, progress, interrupts);
}

/** Measures, writes the reports, and returns the folder. Throws if it is interrupted. */
export async function run(
  choice: RunChoice | Promise<RunChoice>,
  progress: Progress,
  interrupts: Interrupts,
): Promise<string> {
  const plan = await choice;
  const flags = { install: false };
  const around = await surroundingsOf(plan.targets, flags, progress, interrupts);
  await runCampaign({ choice: plan }, around);
  await writeReports(plan.out);
  interrupts.signal.throwIfAborted();
  return plan.out;
}

async function choiceOf(
  targets: readonly string[],
  rounds: number,
  out: string,
): Promise<RunChoice> {
  const workloads = (await loadExperiments()).filter(({ id }) => id === WORKLOAD);
  return {
    ...{ targets, rounds, out, workloads },
    profile: "quick",
    seed: 20261126,
    params: { [WORKLOAD]: { iterations: STARTS_IN_TURN } },
    cpus: DEFAULTS.cpus,
    memoryMiB: DEFAULTS.memoryMiB,
    runId: freshRunId(),
  };
}
