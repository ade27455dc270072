/**
 * The same run, again and again, of every resource: what shows how much runs differ beside the scatter of
 * their rounds.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunChoice } from "../../bench/campaign/choice.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { freshRunId } from "../../bench/run-id.ts";
import { FEWEST_ROUNDS } from "../../bench/stats/run-level.ts";
import { readRun } from "../../bench/store.ts";
import { DEFAULTS } from "../../scripts/defaults.ts";
import type { Interrupts } from "../../scripts/interrupts.ts";
import type { Progress } from "../../scripts/progress.ts";
import { run } from "./measure.ts";

/** At least one of each family that a baseline compares. */
const WORKLOADS: readonly string[] = [
  ...["start.exec", "cpu.node", "cpu.openssl", "memory.bandwidth", "memory.latency"],
  ...["syscall.basic", "syscall.files", "disk.fio", "disk.files", "network.latency"],
  ...["network.iperf3", "app.redis", "footprint.idle"],
];
const SEED = 20261130;

/** Measures so many runs, and returns their folders. Those that are there already stand. */
export async function repeat(
  targets: readonly string[],
  runs: number,
  out: string,
  progress: Progress,
  interrupts: Interrupts,
): Promise<string[]> {
  const folders = Array.from({ length: runs }, (_, at) => join(out, `run${at + 1}`));
  for (const [at, folder] of folders.entries()) {
    if (isComplete(folder)) continue;
    progress.say(`run ${at + 1} of ${runs}`);
    const choice = await choiceOf(targets, SEED + at, folder);
    await run(choice, progress, interrupts);
  }
  return folders;
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, "run.json")) && readRun(folder).run.status === "complete";
}

async function choiceOf(targets: readonly string[], seed: number, out: string): Promise<RunChoice> {
  return {
    ...{ targets, seed, out, rounds: FEWEST_ROUNDS, profile: "quick" },
    workloads: (await loadExperiments()).filter(({ id }) => WORKLOADS.includes(id)),
    cpus: DEFAULTS.cpus,
    memoryMiB: DEFAULTS.memoryMiB,
    runId: freshRunId(),
  };
}
