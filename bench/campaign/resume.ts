/** Resumes an interrupted run. The folder holds the plan, and nothing in the plan may change. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { cpuList } from "../cpu-list.ts";
import { IsotaxError } from "../errors.ts";
import { changedTools, factNames, HOST_IDENTITY, sameFact, TARGET_IDENTITY } from "../identity.ts";
import { RECORDS, RUN } from "../read-run.ts";
import type { Run } from "../schema.ts";
import { readRun, type StoredRun } from "../store.ts";
import type { Experiment, Facts, Image, Warning } from "../types.ts";
import { codeDigest, VERSION } from "../version.ts";
import type { CpuDivision } from "./machine.ts";
import type { Preflight } from "./preflight.ts";

/** Reads a run that can be resumed. Errors: `IsotaxError` for any other. */
export function readUnfinished(folder: string): StoredRun {
  const stored = readRun(folder);
  refuseLinks(folder);
  if (stored.run.status === "complete") {
    throw new IsotaxError("ALREADY_COMPLETE", `${folder} is complete`, "start a new run");
  }
  const { run } = stored;
  if (run.isotax !== VERSION || run.code !== codeDigest()) {
    throw new IsotaxError(
      "ISOTAX_CHANGED",
      `the run was begun by isotax ${run.isotax} with other sources than these (${VERSION}): its figures may differ`,
      "finish the run with the isotax that began it, or start a new one",
    );
  }
  if (run.planHash === undefined) {
    throw new IsotaxError(
      "PLAN_CHANGED",
      `${join(folder, "run.json")} has no checksum of its plan, although this isotax writes one`,
      "restore the file as it was written, or start a new run",
    );
  }
  return stored;
}

/**
 * The workloads of a run, each with the version that the run began with. Errors:
 * `WORKLOAD_CHANGED`.
 */
export function sameWorkloads(run: Run, known: readonly Experiment[]): readonly Experiment[] {
  return run.workloads.map((planned) => {
    const workload = known.find(({ id }) => id === planned.id);
    if (workload?.version === planned.version) return workload;
    throw new IsotaxError(
      "WORKLOAD_CHANGED",
      `${planned.id} is version ${workload?.version ?? "none"} here, and ${planned.version} in the run`,
      "finish the run with the isotax that began it, or start a new one",
    );
  });
}

/** Refuses symbolic links, so that only the run's own files are appended to. */
function refuseLinks(folder: string): void {
  for (const name of [RUN, RECORDS]) {
    if (!lstatSync(join(folder, name)).isSymbolicLink()) continue;
    throw new IsotaxError(
      "RUN_IS_LINKED",
      `${join(folder, name)} is a symbolic link: resuming would write to the file that it points to`,
      "copy the folder with what its links lead to (cp -rL), and go on with the copy",
    );
  }
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
export function checkSameCpus(run: Run, allowed: readonly number[]): CpuDivision {
  const gone = [...run.cpus, ...run.harnessCpus].filter((cpu) => !allowed.includes(cpu));
  if (gone.length === 0) {
    // The run already has the facts and warnings about them.
    return { target: run.cpus, harness: run.harnessCpus, facts: {}, warnings: [] };
  }
  throw new IsotaxError(
    "CPUS_CHANGED",
    `the run began on CPU ${cpuList(run.cpus)}, the harness on ${cpuList(run.harnessCpus)}; CPU ${cpuList(gone)} may not be used now (${cpuList(allowed)} may)`,
    "samples of different CPUs cannot be mixed: allow those CPUs again (taskset, cpuset), or start a new run",
  );
}

/**
 * Compares the machine with the one that the run began on. A difference that is known to change
 * samples is refused (a VM that ran under KVM and is emulated now). A difference that may matter
 * becomes a warning. Targets that have become ready are adopted.
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
