/** What a run is asked to do, checked before anything is touched. */
import { randomBytes, randomInt } from "node:crypto";
import { resolve } from "node:path";
import { loadWorkloads } from "../bench/registry.ts";
import type { ProfileName, Workload } from "../bench/types.ts";
import { chooseTargets } from "./choose-targets.ts";
import { chooseWorkloads } from "./choose-workloads.ts";

interface Profile {
  /** Of a run of the main workloads alone. */
  readonly rounds: number;
  /** Of any other run: the whole catalogue takes seven times as long for each. */
  readonly catalogueRounds: number;
  readonly about: string;
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  smoke: { rounds: 1, catalogueRounds: 1, about: "does everything work? (under a minute)" },
  quick: { rounds: 5, catalogueRounds: 3, about: "a first answer (a few minutes)" },
  standard: { rounds: 15, catalogueRounds: 6, about: "an answer to quote" },
  thorough: { rounds: 30, catalogueRounds: 12, about: "an answer to publish" },
};

function roundsFor(profile: ProfileName, workloads: readonly Workload[]): number {
  const { rounds, catalogueRounds } = PROFILES[profile];
  return workloads.every(({ main }) => main === true) ? rounds : catalogueRounds;
}

/** As commander hands them over. */
export interface RunFlags {
  readonly profile?: ProfileName;
  readonly targets?: string;
  readonly workloads?: string;
  readonly rounds?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly resume?: string | boolean;
  readonly cpus?: number;
  readonly memory?: number;
  readonly guestKernel?: string;
  readonly install: boolean;
  readonly open: boolean;
  readonly json: boolean;
}

export interface RunChoice {
  readonly profile: ProfileName;
  readonly rounds: number;
  readonly seed: number;
  readonly targets: readonly string[];
  readonly workloads: readonly Workload[];
  /** How many CPUs, and how much memory, each target gets. */
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly runId: string;
  readonly out: string;
}

/** Not commander's, so that --resume can tell a flag that was given from one that was not. */
export const DEFAULTS = { profile: "quick", cpus: 1, memoryMiB: 512 } as const;

export async function chooseRun(flags: RunFlags): Promise<RunChoice> {
  const workloads = await loadWorkloads();
  const chosen = chooseWorkloads(flags.workloads, workloads);
  const runId = makeRunId();
  const profile = flags.profile ?? DEFAULTS.profile;
  return {
    profile,
    rounds: flags.rounds ?? roundsFor(profile, chosen),
    seed: flags.seed ?? randomInt(2 ** 31),
    targets: await chooseTargets(flags.targets),
    workloads: chosen,
    cpus: flags.cpus ?? DEFAULTS.cpus,
    memoryMiB: flags.memory ?? DEFAULTS.memoryMiB,
    runId,
    out: resolve(flags.out ?? `results/${runId}`),
  };
}

/** Sortable by time, unique enough, and fit for names of folders, groups and containers. */
function makeRunId(now = new Date()): string {
  const stamp = now.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${stamp}-${randomBytes(2).toString("hex")}`;
}
