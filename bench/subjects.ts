/** What a plan says of its workloads: in how many rounds each is measured, and who its subjects are. */
import type { Run, WorkloadPlan } from "./schema.ts";
import type { Subject } from "./types.ts";

/** How many rounds a workload is measured in. */
export function roundsOf(
  { rounds }: Pick<WorkloadPlan, "rounds">,
  run: Pick<Run, "rounds">,
): number {
  return Math.min(run.rounds, rounds ?? run.rounds);
}

/** The subjects of a workload. Without subjects of its own, each target is one. */
export function subjectsOf(
  { subjects }: Pick<WorkloadPlan, "subjects">,
  targets: readonly string[],
): readonly Subject[] {
  return subjects ?? targets.map(onTarget);
}

/** A target as a subject by itself. */
export function onTarget(id: string): Subject {
  return { id, roles: { target: id }, at: {} };
}

/** The target whose figures a subject has: the one in its first role. */
export function mainTarget({ roles }: Pick<Subject, "roles">): string {
  return Object.values(roles)[0] ?? "";
}
