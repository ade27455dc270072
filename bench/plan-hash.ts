/**
 * A hash of what a run was asked to do. It is kept beside the plan, so that a later change of
 * either is noticed. It finds edits, but is no signature: somebody who edits both goes unnoticed.
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

/** The run, with the hash of its current plan. */
export function sealed(run: Run): Run {
  return { ...run, planHash: planHash(run) };
}

/** Sorts the keys, because the writer and a reader of a run have them in different orders. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
