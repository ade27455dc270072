/**
 * Finds the experiments. Every file in experiments/ exports an `experiment` whose id is the file's
 * name.
 */
import { foundIn } from "./built.ts";
import type { Experiment } from "./types.ts";

const FOLDER = new URL("./experiments/", import.meta.url);

/** All experiments: families in their order, and by id within a family. */
export async function loadExperiments(): Promise<readonly Experiment[]> {
  const found = await foundIn<Experiment>(FOLDER, "experiment");
  return found.toSorted(
    (a, b) => a.order - b.order || compare(a.family, b.family) || compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
