/**
 * A hash of what a run was asked to do, kept beside it: whether the one or the other was changed
 * since shows. It finds edits, and is no signature: who edits both is not found.
 */
import { hashJson } from "./hash.ts";
import type { Run } from "./schema.ts";

export function planHash(run: Run): string {
  const { runId, createdAt, isotax, code, profile, seed, rounds, shard, adaptive, gate } = run;
  const { cpus, harnessCpus, memoryMiB, image } = run;
  return hashJson(
    sorted({
      runId,
      createdAt,
      isotax,
      code,
      profile,
      seed,
      rounds,
      shard,
      gate,
      cpus,
      harnessCpus,
      memoryMiB,
      image: image.digest,
      adaptive: adaptive && {
        looks: adaptive.looks,
        budgetMs: adaptive.budgetMs,
        precision: adaptive.precision,
      },
      workloads: run.workloads.map(({ title: _, ...asked }) => asked),
      targets: run.targets.map(({ id }) => id),
    }),
  );
}

/** With the hash of its plan as it is now. */
export function sealed(run: Run): Run {
  return { ...run, planHash: planHash(run) };
}

/** With keys in one order: who wrote it had them in another than who has read it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
