/** Resumes an interrupted run. The folder holds the plan, and nothing in the plan may change. */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { cpuList } from "../cpu-list.ts";
import { IsotaxError } from "../errors.ts";
import {
  changedTools,
  factNames,
  HOST_IDENTITY,
  otherOwnImage,
  sameFact,
  TARGET_IDENTITY,
} from "../identity.ts";
import { keyOf, say } from "../messages.ts";
import { OWN } from "../methods/families.ts";
import { notDefined } from "../own/absent.ts";
import { RECORDS, RUN } from "../read-run.ts";
import type { Run } from "../schema.ts";
import { readRun, type StoredRun } from "../store.ts";
import type { Experiment, Facts, Image, Message, Said, Warning } from "../types.ts";
import { codeDigest, VERSION } from "../version.ts";
import type { SeenMachine } from "./describe-run.ts";
import type { CpuDivision } from "./machine.ts";
import type { Preflight } from "./preflight.ts";

/** Reads a run that can be resumed. Errors: `IsotaxError` for any other. */
export function readUnfinished(folder: string): StoredRun {
  const stored = readRun(folder);
  refuseLinks(folder);
  if (stored.run.status === "complete") {
    throw new IsotaxError(
      "ALREADY_COMPLETE",
      say("campaign-resume.complete", { folder }),
      say("campaign-resume.start-new"),
    );
  }
  const { run } = stored;
  if (run.isotax !== VERSION || run.code !== codeDigest()) {
    throw new IsotaxError(
      "ISOTAX_CHANGED",
      say("campaign-resume.other-isotax", { before: run.isotax, now: VERSION }),
      say("campaign-resume.finish-with-its-isotax"),
    );
  }
  if (run.planHash === undefined) {
    throw new IsotaxError(
      "PLAN_CHANGED",
      say("campaign-resume.no-plan-hash", { file: join(folder, RUN) }),
      say("campaign-resume.restore-file"),
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
    const { id, version: before } = planned;
    const workload = known.find((one) => one.id === id);
    if (workload?.version === before) return workload;
    if (workload === undefined && planned.family === OWN.id) throw notDefined(id);
    throw new IsotaxError(
      "WORKLOAD_CHANGED",
      workload === undefined
        ? say("campaign-resume.workload-unknown", { workload: id, before })
        : say("campaign-resume.workload-changed", { workload: id, before, now: workload.version }),
      say("campaign-resume.finish-with-its-isotax"),
    );
  });
}

/** Refuses symbolic links, so that only the run's own files are appended to. */
function refuseLinks(folder: string): void {
  for (const name of [RUN, RECORDS]) {
    const file = join(folder, name);
    if (!lstatSync(file).isSymbolicLink()) continue;
    throw new IsotaxError(
      "RUN_IS_LINKED",
      say("campaign-resume.is-linked", { file }),
      say("campaign-resume.copy-linked"),
    );
  }
}

export function checkSameImage(run: Run, image: Image): void {
  if (run.image.digest === image.digest) return;
  const own = otherOwnImage(run.image, { ...(image.origin && { from: image.origin }) });
  const tools = [
    ...(own ? [say("own-image.yours")] : []),
    ...changedTools(run.image.tools, image.tools),
  ];
  throw new IsotaxError(
    "IMAGE_CHANGED",
    say("campaign-resume.image-changed", { tools }),
    say("campaign-resume.other-image"),
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
    say("campaign-resume.cpus-gone", {
      targets: cpuList(run.cpus),
      harness: cpuList(run.harnessCpus),
      gone: cpuList(gone),
      allowed: cpuList(allowed),
    }),
    say("campaign-resume.allow-cpus"),
  );
}

/**
 * Compares the machine with the one that the run began on. A difference that is known to change
 * samples is refused (a VM that ran under KVM and is emulated now). A difference that may matter
 * becomes a warning. Targets that have become ready are adopted.
 */
export function checkSameMachine(
  run: Run,
  { host, programs }: SeenMachine,
  looks: readonly Preflight[],
): Pick<Run, "targets" | "warnings"> {
  const here = say("campaign-resume.this-host");
  const refused = differences(here, HOST_IDENTITY, run.host, host);
  const recorded = run.programs ?? {};
  const told = differences(here, Object.keys(recorded), recorded, programs);
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
      say("campaign-resume.machine-changed", { changes: refused }),
      say("campaign-resume.put-back"),
    );
  }
  const known = new Set(run.warnings.map(({ message }) => keyOf(message)));
  const fresh: Warning[] = looks
    .flatMap(({ warnings }) => warnings)
    .filter(({ message }) => !known.has(keyOf(message)));
  if (told.length > 0) {
    fresh.push({
      code: "host-changed",
      message: say("campaign-resume.between-parts", { changes: told }),
      remedy: say("campaign-resume.run-in-one-go"),
    });
  }
  return { targets, warnings: [...run.warnings, ...fresh] };
}

function differences(of: Said, names: readonly string[], before: Facts, now: Facts): Message[] {
  const notThere = say("campaign-resume.not-there");
  return names
    .filter((name) => !sameFact(before[name], now[name]))
    .map((name) =>
      say("campaign-resume.fact-changed", {
        of,
        fact: name,
        before: before[name] ?? notThere,
        now: now[name] ?? notThere,
      }),
    );
}
