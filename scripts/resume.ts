/** The run in a folder, as it was planned, for --resume. */
import { resolve } from "node:path";
import type { PlannedRun } from "../bench/campaign/choice.ts";
import { readUnfinished, sameWorkloads } from "../bench/campaign/resume.ts";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { readRun } from "../bench/store.ts";
import { shellQuote } from "../runners/host/shell.ts";
import { checkedParams, checkImageGiven, confirmedTargets } from "./confirm-run.ts";
import { latestRuns } from "./find-run.ts";
import { workloadsFor } from "./known-workloads.ts";
import type { RunFlags } from "./options.ts";

/** Flags that would change the plan in the folder. */
const PLANNED = [
  "profile",
  "workloads",
  "claims",
  "rounds",
  "seed",
  "shard",
  "cpus",
  "memory",
  "most",
  "precision",
  "budget",
] as const;

/** The run that --resume names; undefined without --resume. */
export async function resumedRun(flags: RunFlags): Promise<PlannedRun | undefined> {
  if (flags.resume === undefined || flags.resume === false) return undefined;
  const conflicting = PLANNED.filter((flag) => flags[flag] !== undefined).map(
    (flag) => `--${flag}`,
  );
  if (conflicting.length > 0) {
    throw new IsotaxError(
      "RESUME_CONFLICT",
      say("choices.resume-changes-plan", { flags: conflicting }),
      say("choices.start-a-new-run"),
    );
  }
  const folder = resolve(
    typeof flags.resume === "string" ? flags.resume : (flags.out ?? latestUnfinished()),
  );
  const stored = readUnfinished(folder);
  const { run } = stored;
  checkImageGiven(run, flags.image);
  const known = await workloadsFor(run, flags.config);
  const workloads = sameWorkloads(run, known);
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
      ...(flags.image === undefined ? {} : { image: flags.image }),
      cpus: run.cpus.length,
      memoryMiB: run.memoryMiB,
      runId: run.runId,
      out: folder,
    },
  };
}

function latestUnfinished(): string {
  for (const folder of latestRuns()) {
    if (readRun(folder).run.status !== "complete") return folder;
  }
  throw new IsotaxError(
    "NOTHING_TO_RESUME",
    say("choices.nothing-to-resume"),
    say("choices.name-folder-to-resume"),
  );
}
