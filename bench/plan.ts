/**
 * The schedule. In each round every workload runs on every target. Workloads are shuffled, and so
 * are the targets of each workload. So no target always follows the same neighbour, and a drifting
 * host favours none. Targets of one workload stay together, so that compared figures are measured
 * close in time.
 */
import { seeded, shuffled } from "./random.ts";
import type { WorkloadPlan } from "./schema.ts";
import { mainTarget, onTarget, roundsOf, subjectsOf } from "./subjects.ts";
import type { Experiment, Params, ProfileName, Size, Subject, TargetIdentity } from "./types.ts";

export interface Cell {
  readonly position: number;
  readonly round: number;
  readonly workload: string;
  readonly subject: string;
  /** The target whose figures these are. */
  readonly target: string;
}

interface PlannedSizes {
  readonly profile: ProfileName;
  /** Parameters that replace the profile's. */
  readonly params: Params;
  readonly size: Size;
  readonly targets: readonly TargetIdentity[];
  /** Ids of the targets that this workload is measured on, if not on all. */
  readonly measuredOn?: readonly string[];
}

/** An experiment as it stands in run.json. */
export function planWorkload(experiment: Experiment, asked: PlannedSizes): WorkloadPlan {
  const { id, version, title, family, rounds } = experiment;
  const params = { ...experiment.params[asked.profile], ...asked.params };
  const { measuredOn } = asked;
  const targets = asked.targets.filter(({ id }) => measuredOn?.includes(id) ?? true);
  const isPart = targets.length < asked.targets.length;
  const subjects =
    experiment.subjects?.(targets, params) ??
    (isPart ? targets.map(({ id }) => onTarget(id)) : undefined);
  return {
    id,
    version,
    title,
    family,
    params,
    metrics: [...experiment.metrics(params, asked.size)],
    ...(rounds === undefined ? {} : { rounds: rounds[asked.profile] }),
    ...(subjects === undefined ? {} : { subjects: subjects.map(mutable) }),
  };
}

function mutable({ id, roles, at }: Subject) {
  return { id, roles: { ...roles }, at: { ...at } };
}

export interface PlanInput {
  readonly seed: number;
  readonly rounds: number;
  readonly targets: readonly string[];
  readonly workloads: readonly Pick<WorkloadPlan, "id" | "rounds" | "subjects">[];
}

export function makePlan(input: PlanInput): readonly Cell[] {
  const random = seeded(input.seed);
  const cells: Cell[] = [];
  for (let round = 1; round <= input.rounds; round++) {
    const due = input.workloads.filter((workload) => round <= roundsOf(workload, input));
    for (const workload of shuffled(due, random)) {
      for (const subject of shuffled(subjectsOf(workload, input.targets), random)) {
        cells.push({
          position: cells.length,
          round,
          workload: workload.id,
          subject: subject.id,
          target: mainTarget(subject),
        });
      }
    }
  }
  return cells;
}

export function cellKey(cell: Pick<Cell, "round" | "subject" | "workload">): string {
  return `${cell.round}/${cell.subject}/${cell.workload}`;
}
