/** Real outputs of the workloads' tools, as they were printed inside the target `overlay`, by system. */
import { readFileSync } from "node:fs";
import type { ExecExperiment } from "../bench/methods/exec.ts";
import type { ServeExperiment } from "../bench/methods/serve.ts";
import type { WorkStep } from "../bench/methods/steps.ts";
import type { Experiment, Params } from "../bench/types.ts";

/** A folder for each system whose versions of the tools have been tried, as its os-release(5) has it. */
export const FIXTURES = new URL("./fixtures/tools/", import.meta.url);

/** File in such a folder with what a step's command prints at smoke size. */
export function fixtureName({ id }: Pick<Experiment, "id">, { name }: WorkStep): string {
  return `${name === "" ? id : `${id}.${name}`}.txt`;
}

/** The folder of the system that this is, e.g. "debian-13". */
export function thisSystem(): string {
  const text = readFileSync("/etc/os-release", "utf8");
  const value = (key: string) => new RegExp(`^${key}="?([\\w.]+)`, "m").exec(text)?.[1];
  return `${value("ID") ?? "linux"}-${value("VERSION_ID") ?? "unknown"}`;
}

/** Which fixtures a run of the contract makes anew: those of these workloads, all, or none. */
export type Wanted = ReadonlySet<string> | "all" | "none";

/**
 * Reads UPDATE_FIXTURES: workloads' ids, separated by commas, or "1" or "all". A name that has no
 * output to keep is an error: else nothing would be kept, and nobody would be told.
 */
export function fixturesWanted(value: string | undefined, all: readonly Experiment[]): Wanted {
  if (value === undefined || value === "") return "none";
  if (value === "1" || value === "all") return "all";
  const ids = value.split(",").map((id) => id.trim());
  const able = new Set(all.filter(hasSteps).map(({ id }) => id));
  const unknown = ids.filter((id) => !able.has(id));
  if (unknown.length === 0) return new Set(ids);
  throw new Error(
    `UPDATE_FIXTURES=${value}: no workload whose commands print something to keep is named ${unknown.join(", ")}`,
  );
}

/** Whether it runs commands, step by step, whose output is read. */
export function hasSteps(
  experiment: Experiment,
): experiment is ExecExperiment<Params> | ServeExperiment<Params> {
  return "spec" in experiment;
}
