/**
 * The schedule. In each round every workload is run on every target; workloads
 * are shuffled, and so are the targets of each, so that no target always follows
 * the same neighbour and a drifting host does not favour one. Targets of one
 * workload stay together, so that what is compared was measured close in time.
 */
import { seeded, shuffled } from "./random.ts";
import { roundsOf, type WorkloadPlan } from "./schema.ts";

export interface Cell {
  readonly position: number;
  readonly round: number;
  readonly target: string;
  readonly workload: string;
}

export interface PlanInput {
  readonly seed: number;
  readonly rounds: number;
  readonly targets: readonly string[];
  readonly workloads: readonly Pick<WorkloadPlan, "id" | "mode" | "rounds">[];
}

export function makePlan(input: PlanInput): readonly Cell[] {
  const random = seeded(input.seed);
  const cells: Cell[] = [];
  for (let round = 1; round <= input.rounds; round++) {
    const due = input.workloads.filter((workload) => round <= roundsOf(workload, input));
    for (const workload of shuffled(due, random)) {
      for (const target of shuffled(input.targets, random)) {
        cells.push({ position: cells.length, round, target, workload: workload.id });
      }
    }
  }
  return cells;
}

export function cellKey(cell: Pick<Cell, "round" | "target" | "workload">): string {
  return `${cell.round}/${cell.target}/${cell.workload}`;
}
