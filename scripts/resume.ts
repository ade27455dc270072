/** Going on with a run that was interrupted: the folder holds the plan, and nothing of it may change. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { IsotaxError } from "../bench/errors.ts";
import { loadWorkloads } from "../bench/registry.ts";
import type { Run } from "../bench/schema.ts";
import { readRun, type StoredRun } from "../bench/store.ts";
import type { Image } from "../bench/types.ts";
import type { RunChoice, RunFlags } from "./options.ts";

export interface Resumed {
  readonly choice: RunChoice;
  readonly stored: StoredRun | undefined;
}

/** The run that --resume names; undefined without --resume. */
export async function resumedRun(flags: RunFlags): Promise<Resumed | undefined> {
  if (flags.resume === undefined || flags.resume === false) return undefined;
  const conflicting = [
    flags.targets && "--targets",
    flags.workloads && "--workloads",
    flags.rounds && "--rounds",
    flags.seed && "--seed",
  ].filter((flag) => typeof flag === "string");
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
  if (stored.run.status === "complete") {
    throw new IsotaxError("ALREADY_COMPLETE", `${folder} is complete`, "start a new run");
  }
  const { run } = stored;
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
  return {
    stored,
    choice: {
      profile: run.profile,
      rounds: run.rounds,
      seed: run.seed,
      targets: run.targets.map(({ id }) => id),
      workloads,
      runId: run.runId,
      out: folder,
    },
  };
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
  const changed = image.tools
    .filter(
      (tool) => run.image.tools.find(({ name }) => name === tool.name)?.sha256 !== tool.sha256,
    )
    .map(({ name }) => name);
  throw new IsotaxError(
    "IMAGE_CHANGED",
    `the image is not the one that the run began with (changed: ${changed.join(", ") || "libraries"})`,
    "samples of different bytes cannot be mixed: start a new run",
  );
}
