/**
 * Finds the experiments. Every file in experiments/ exports an `experiment` whose id is the file's
 * name.
 */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "./built.ts";
import type { Experiment } from "./types.ts";

const FOLDER = new URL("./experiments/", import.meta.url);

/** All experiments: families in their order, and by id within a family. */
export async function loadExperiments(): Promise<readonly Experiment[]> {
  const found: Experiment[] = [];
  for (const file of readdirSync(FOLDER).filter(isModule)) {
    const { experiment } = (await import(new URL(file, FOLDER).href)) as { experiment: Experiment };
    if (experiment.id !== parse(file).name) {
      throw new Error(`bench/experiments/${file} exports the experiment "${experiment.id}"`);
    }
    found.push(experiment);
  }
  return found.sort(
    (a, b) => a.order - b.order || compare(a.family, b.family) || compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
