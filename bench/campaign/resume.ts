/** Going on with a run that was interrupted: the folder holds the plan, and nothing of it may change. */
import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { IsotaxError } from "../bench/errors.ts";
import {
  changedTools,
  factNames,
  HOST_IDENTITY,
  sameFact,
  TARGET_IDENTITY,
} from "../bench/identity.ts";
import type { Preflight } from "../bench/preflight.ts";
import { RECORDS, RUN } from "../bench/read-run.ts";
import { loadWorkloads } from "../bench/registry.ts";
import type { Run } from "../bench/schema.ts";
import { readRun, type StoredRun } from "../bench/store.ts";
import type { Facts, Image, Warning } from "../bench/types.ts";
import { allowedCpus, cpuList } from "../runners/host/cpus.ts";
import { shellQuote } from "../runners/host/shell.ts";
import type { CpuSplit } from "../runners/host/split-cpus.ts";
import { checkedParams, confirmedTargets } from "./confirm-run.ts";
import type { RunChoice, RunFlags } from "./options.ts";
import { codeDigest, VERSION } from "./version.ts";

export interface Resumed {
  readonly choice: RunChoice;
  readonly stored: StoredRun | undefined;
}

/** What the folder says already. */
const PLANNED = [
  ...(["profile", "workloads", "rounds", "seed", "shard", "cpus", "memory"] as const),
  ...(["precision", "budget"] as const),
];

/** The run that --resume names; undefined without --resume. */
export async function resumedRun(flags: RunFlags): Promise<Resumed | undefined> {
  if (flags.resume === undefined || flags.resume === false) return undefined;
  const conflicting = PLANNED.filter((flag) => flags[flag] !== undefined).map(
    (flag) => `--${flag}`,
  );
  if (conflicting.length > 0) {
    throw new IsotaxError(
      "RESUME_CONFLICT",
      `--resume goes on with the plan in the folder; ${conflicting.join(", ")} would change it`,
      "leave them out, or start a new run",
    );
  }
  const folder = resolve(
    typeof flags.resume === "string" ? flags.resume : (flags.out ?? latestUnfinished()),
  );
  const stored = readRun(folder);
  refuseLinks(folder);
  if (stored.run.status === "complete") {
    throw new IsotaxError("ALREADY_COMPLETE", `${folder} is complete`, "start a new run");
  }
  const { run } = stored;
  if (run.isotax !== VERSION || run.code !== codeDigest()) {
    throw new IsotaxError(
      "ISOTAX_CHANGED",
      `the run was begun by isotax ${run.isotax} with other sources than these (${VERSION}): its starts may be others`,
      "finish the run with the isotax that began it, or start a new one",
    );
  }
  if (run.planHash === undefined) {
    throw new IsotaxError(
      "PLAN_CHANGED",
      `${join(folder, "run.json")} has no checksum of its plan, which this isotax writes beside it`,
      "restore the file as it was written, or start a new run",
    );
  }
  const known = await loadWorkloads();
  const workloads = run.workloads.map((planned) => {
    const workload = known.find(({ id }) => id === planned.id);
    if (workload?.version === planned.version) return workload;
    throw new IsotaxError(
      "WORKLOAD_CHANGED",
      `${planned.id} is version ${workload?.version ?? "none"} here, and ${planned.version} in the run`,
      "finish the run with the isotax that began it, or start a new one",
    );
  });
  checkedParams(run, known);
  const command = `isotax run --resume ${shellQuote([folder])}`;
  const { shard } = run;
  return {
    stored,
    choice: {
      profile: run.profile,
      rounds: run.rounds,
      seed: run.seed,
      targets: await confirmedTargets(run, flags.targets, command),
      workloads,
      ...(shard === undefined
        ? {}
        : {
            shard: { ...shard, workloads: known.filter(({ id }) => shard.workloads.includes(id)) },
          }),
      ...(run.gate === undefined ? {} : { gate: run.gate }),
      cpus: run.cpus.length,
      memoryMiB: run.memoryMiB,
      runId: run.runId,
      out: folder,
    },
  };
}

/** What is appended to is the run's own file. */
function refuseLinks(folder: string): void {
  for (const name of [RUN, RECORDS]) {
    if (!lstatSync(join(folder, name)).isSymbolicLink()) continue;
    throw new IsotaxError(
      "RUN_IS_LINKED",
      `${join(folder, name)} is a symbolic link: to go on would write to where it leads`,
      "copy the folder with what its links lead to (cp -rL), and go on with the copy",
    );
  }
}

function latestUnfinished(): string {
  const parent = resolve("results");
  const folders = existsSync(parent)
    ? readdirSync(parent)
        .map((name) => join(parent, name))
        .filter((folder) => existsSync(join(folder, "run.json")))
        .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    : [];
  for (const folder of folders) {
    if (readRun(folder).run.status !== "complete") return folder;
  }
  throw new IsotaxError(
    "NOTHING_TO_RESUME",
    "no unfinished run in results/",
    "name its folder: --resume DIR",
  );
}

export function checkSameImage(run: Run, image: Image): void {
  if (run.image.digest === image.digest) return;
  const changed = changedTools(run.image.tools, image.tools);
  throw new IsotaxError(
    "IMAGE_CHANGED",
    `the image is not the one that the run began with (changed: ${changed.join(", ") || "libraries"})`,
    "samples of different bytes cannot be mixed: start a new run",
  );
}

/** The CPUs that the run began with, if this process may still use them. */
export function checkSameCpus(run: Run, allowed = allowedCpus()): CpuSplit {
  const gone = [...run.cpus, ...run.harnessCpus].filter((cpu) => !allowed.includes(cpu));
  if (gone.length === 0) {
    // What there was to say of them stands in the run already.
    return { target: run.cpus, harness: run.harnessCpus, facts: {}, warnings: [] };
  }
  throw new IsotaxError(
    "CPUS_CHANGED",
    `the run began on CPU ${cpuList(run.cpus)}, the harness on ${cpuList(run.harnessCpus)}; CPU ${cpuList(gone)} may not be used now (${cpuList(allowed)} may)`,
    "samples of different CPUs cannot be mixed: allow those CPUs again (taskset, cpuset), or start a new run",
  );
}

/**
 * Compares the machine with the one that the run began on. Samples that would
 * differ for a known reason are refused (a VM under KVM before, emulated now);
 * what may matter becomes a warning. Targets that have become ready are adopted.
 */
export function checkSameMachine(
  run: Run,
  host: Facts,
  looks: readonly Preflight[],
): Pick<Run, "targets" | "warnings"> {
  const refused = differences("this host", HOST_IDENTITY, run.host, host);
  const told: string[] = [];
  const targets = run.targets.map((before) => {
    const now = looks.find(({ state }) => state.id === before.id)?.state;
    if (now?.ok !== true) return before;
    if (!before.ok) return now;
    const identity = differences(before.id, TARGET_IDENTITY, before.facts, now.facts);
    refused.push(...identity);
    const names = factNames([before.facts, now.facts]);
    const others = names.filter((name) => !TARGET_IDENTITY.includes(name));
    told.push(...differences(before.id, others, before.facts, now.facts));
    return before;
  });
  if (refused.length > 0) {
    throw new IsotaxError(
      "MACHINE_CHANGED",
      `the machine is not as it was when the run began: ${refused.join("; ")}`,
      "samples of the two cannot be mixed: put it back, or start a new run",
    );
  }
  const fresh: Warning[] = looks
    .flatMap(({ warnings }) => warnings)
    .filter((one) => !run.warnings.some(({ message }) => message === one.message));
  if (told.length > 0) {
    fresh.push({
      code: "host-changed",
      message: `between parts of this run: ${told.join("; ")}`,
      remedy: "if that may matter, run again in one go",
    });
  }
  return { targets, warnings: [...run.warnings, ...fresh] };
}

function differences(what: string, names: readonly string[], before: Facts, now: Facts): string[] {
  return names
    .filter((name) => !sameFact(before[name], now[name]))
    .map(
      (name) =>
        `${what}: ${name} was ${before[name] ?? "not there"}, is ${now[name] ?? "not there"}`,
    );
}
