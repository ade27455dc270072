/** All workloads: those of the catalogue, and the user's own ones from the configuration. */
import { dirname } from "node:path";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { OWN } from "../bench/methods/families.ts";
import { ownExperiment } from "../bench/own/experiment.ts";
import { loadExperiments } from "../bench/registry.ts";
import type { Run } from "../bench/schema.ts";
import type { Experiment } from "../bench/types.ts";
import { workloadWords } from "./choose-workloads.ts";
import type { Config } from "./config.ts";
import { configFile } from "./config-file.ts";
import { asOwnWorkload } from "./own-schema.ts";
import { readConfig } from "./read-config.ts";

/**
 * `named`: the file that --config names, which the configuration was read from. Errors: `BAD_CONFIG`
 * for an id that is taken.
 */
export async function knownWorkloads(
  config: Config,
  named: string | undefined,
): Promise<readonly Experiment[]> {
  const catalogue = await loadExperiments();
  const file = configFile(named);
  if (file === undefined) return catalogue;
  const taken = new Set([...workloadWords(catalogue), OWN.id]);
  const own = ownOf(config).map((workload) => {
    if (taken.has(workload.id)) throw takenId(file, workload.id);
    taken.add(workload.id);
    return ownExperiment(workload, dirname(file));
  });
  // Before the first family that comes after them.
  const after = catalogue.findIndex(({ order }) => order > OWN.order);
  return [...catalogue.slice(0, after), ...own, ...catalogue.slice(after)];
}

function ownOf({ workloads = [] }: Config) {
  return workloads.flatMap((one) => (typeof one === "string" ? [] : [asOwnWorkload(one)]));
}

/** The ids in a configuration's list of workloads: those that it names, and those that it defines. */
export function configuredIds({ workloads }: Config): readonly string[] | undefined {
  return workloads?.map((one) => (typeof one === "string" ? one : one.id));
}

/**
 * The workloads that a run folder may name. What they execute is never in the folder: it stands in
 * the configuration, which is read if the run has a workload that is not in the catalogue.
 */
export async function workloadsFor(
  { workloads, shard }: Pick<Run, "workloads" | "shard">,
  named: string | undefined,
): Promise<readonly Experiment[]> {
  const catalogue = await loadExperiments();
  const ids = [...workloads.map(({ id }) => id), ...(shard?.workloads ?? [])];
  if (ids.every((id) => catalogue.some((one) => one.id === id))) return catalogue;
  return knownWorkloads(await readConfig(named), named);
}

function takenId(file: string, id: string): IsotaxError {
  return new IsotaxError(
    "BAD_CONFIG",
    say("own.id-taken", { file, id }),
    say("own.other-id", { id: `my.${id}` }),
  );
}
