/** Finds the workloads: every file in workloads/ exports a `workload` whose id is the file's name. */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "./built.ts";
import type { Workload } from "./types.ts";

const FOLDER = new URL("./workloads/", import.meta.url);

/** All workloads, grouped by resource in the order of the ids. */
export async function loadWorkloads(): Promise<readonly Workload[]> {
  const workloads: Workload[] = [];
  for (const file of readdirSync(FOLDER).filter(isModule)) {
    const { workload } = (await import(new URL(file, FOLDER).href)) as { workload: Workload };
    if (workload.id !== parse(file).name) {
      throw new Error(`bench/workloads/${file} exports the workload "${workload.id}"`);
    }
    workloads.push(workload);
  }
  return workloads.sort((a, b) => order(a) - order(b) || (a.id < b.id ? -1 : 1));
}

const RESOURCES = [
  "start",
  "cpu",
  "memory",
  "syscall",
  "disk",
  "network",
  "app",
  "footprint",
  "image",
];

function order(workload: Workload): number {
  return RESOURCES.indexOf(workload.resource);
}
