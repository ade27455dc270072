/** Whether a run that was broken off and continued has done what it was to do. */
import { expect } from "vitest";
import { cellKey, makePlan } from "../bench/plan.ts";
import { readRun } from "../bench/store.ts";

/** The run in this folder is complete, and has each cell of its plan, in the plan's order. */
export function expectWholePlan(folder: string): void {
  const { run, records } = readRun(folder);
  const plan = makePlan({
    seed: run.seed,
    rounds: run.rounds,
    targets: run.targets.map(({ id }) => id),
    workloads: run.workloads,
  });
  expect(records.map(cellKey)).toEqual(plan.map(cellKey));
  expect(run.status).toBe("complete");
}
