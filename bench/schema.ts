/**
 * The shapes of a run folder's files, as zod schemas; docs/schema/ holds the
 * JSON Schemas made from them (npm run schemas). A change of meaning bumps
 * SCHEMA_VERSION: folders of another version are refused, never reinterpreted.
 */
import { z } from "zod";

export const SCHEMA_VERSION = 1;

const Facts = z.record(z.string(), z.string());
const Unit = z.enum(["ns", "bytes", "bytes/s", "ops/s", "count"]);

export const MeasurementSchema = z.object({
  metric: z.string(),
  unit: Unit,
  better: z.enum(["lower", "higher"]),
  clock: z.enum(["host", "guest"]),
  values: z.array(z.number()).min(1),
});

export const WarningSchema = z.object({
  code: z.enum([
    "busy-machine",
    "steal",
    "throttling",
    "swap",
    "drift",
    "warmup-trend",
    "faster-than-native",
    "shared-cpu",
    "shared-core",
    "uneven-cpus",
    "unlimited-memory",
    "wrong-size",
    "hash-mismatch",
    "host-changed",
    "noisy",
  ]),
  message: z.string(),
  remedy: z.string(),
});

const OutcomeSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok"), measurements: z.array(MeasurementSchema) }),
  z.object({
    status: z.literal("failed"),
    phase: z.string(),
    code: z.string(),
    reason: z.string(),
    remedy: z.string(),
    stderrTail: z.string(),
  }),
  z.object({ status: z.literal("unavailable"), reason: z.string(), remedy: z.string() }),
]);

const PhaseSchema = z.object({
  phase: z.enum(["spawn", "kernel", "init", "ready", "exited", "removed"]),
  atNs: z.number(),
});

/** One line of records.ndjson. */
export const RecordSchema = z.object({
  target: z.string(),
  workload: z.string(),
  /** From 1. */
  round: z.int().positive(),
  /** Position in the executed order, from 0. */
  position: z.int().nonnegative(),
  startedAt: z.iso.datetime(),
  /** Wall time of the cell, and the part of it inside timed windows. */
  wallNs: z.number().nonnegative(),
  timedNs: z.number().nonnegative(),
  /** Lifecycle of the opening, for workloads that run inside one. */
  lifecycle: z.array(PhaseSchema),
  /** Round trips to the agent in this opening: the cost of the channel. */
  channelNs: z.array(z.number()),
  warnings: z.array(WarningSchema),
  outcome: OutcomeSchema,
});

const WorkloadPlanSchema = z.object({
  id: z.string(),
  version: z.int(),
  title: z.string(),
  resource: z.string(),
  mode: z.enum(["exec", "serve", "start", "footprint", "inspect"]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** How much its rounds may scatter before a warning says so. */
  noise: z.number().positive().optional(),
  /** The first so many rounds, where not all of the run. */
  rounds: z.int().positive().optional(),
});

const TargetStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["native", "primitive", "runtime", "engine", "vm"]),
  adds: z.string(),
  rung: z.number(),
  /** Ids of the rungs below, the one that `adds` refers to first. */
  below: z.array(z.string()).optional(),
  /** Whether it starts from something made beforehand. */
  warm: z.boolean().optional(),
  /** Whether it could be measured; if not, why and what to do. */
  ok: z.boolean(),
  reason: z.string().optional(),
  remedy: z.string().optional(),
  facts: Facts,
  /** Hash of each tool as seen inside, by name. */
  toolHashes: z.record(z.string(), z.string()),
});

const CalibrationSchema = z.object({
  /** Round trips to the launcher that spawn nothing. */
  channelNs: z.array(z.number()),
  /** Spawn to first byte of the static binary, from the launcher, unlimited. */
  floorNs: z.array(z.number()),
  /** The same after the pause that precedes every measured start. */
  singleNs: z.array(z.number()).optional(),
});

/** run.json */
export const RunSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  isotax: z.string(),
  /** Hash of the sources that measure: parts of a run must have the same. */
  code: z.string().optional(),
  runId: z.string(),
  status: z.enum(["running", "complete", "interrupted"]),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  profile: z.enum(["smoke", "quick", "standard", "thorough"]),
  seed: z.int(),
  rounds: z.int().positive(),
  /** Which part of a divided plan this is; absent for a plan that was measured whole, or merged. */
  shard: z
    .object({
      /** From 1. */
      index: z.int().positive(),
      count: z.int().positive(),
      /** Ids of all workloads of the plan, in its order. */
      workloads: z.array(z.string()),
    })
    .optional(),
  /** What `isotax merge` made this run of, in the order of the shards. */
  mergedFrom: z
    .array(
      z.object({
        runId: z.string(),
        bootId: z.string(),
        createdAt: z.iso.datetime(),
        finishedAt: z.iso.datetime().optional(),
        workloads: z.array(z.string()),
      }),
    )
    .optional(),
  /** Of a run that may end early. `rounds` is how many there were in the end. */
  adaptive: z
    .object({
      /** Rounds after which it was to be looked whether to end, and those after which it was. */
      looks: z.array(z.int().positive()).min(1),
      taken: z.array(z.int().positive()),
      budgetMs: z.number().positive().optional(),
      /** The share of a value that its interval's half may be wide, where that was the aim. */
      precision: z.number().positive().optional(),
      /** Everything was decided, the time was up, or the last round was reached. */
      ended: z.enum(["decided", "budget", "rounds"]).optional(),
    })
    .optional(),
  /** What a gate asked of this run. */
  gate: z
    .object({
      /** Ids of targets. */
      base: z.string(),
      head: z.string(),
      /** For all cells instead of the defaults, as a share. */
      margin: z.number().nonnegative().optional(),
      rules: z.array(
        z.object({
          cells: z.string(),
          relative: z.number().nonnegative().optional(),
          absolute: z.number().nonnegative().optional(),
          unit: z.enum(["ns", "bytes"]).optional(),
          gated: z.boolean().optional(),
        }),
      ),
    })
    .optional(),
  cpus: z.array(z.int()),
  harnessCpus: z.array(z.int()),
  memoryMiB: z.int().positive(),
  workloads: z.array(WorkloadPlanSchema),
  targets: z.array(TargetStateSchema),
  host: Facts,
  bootId: z.string(),
  image: z.object({
    digest: z.string(),
    tools: z.array(
      z.object({
        name: z.string(),
        imagePath: z.string(),
        sha256: z.string(),
        version: z.string(),
      }),
    ),
  }),
  calibration: z.object({
    start: CalibrationSchema.optional(),
    end: CalibrationSchema.optional(),
  }),
  warnings: z.array(WarningSchema),
  /** What the harness itself took. */
  harness: z.object({
    setupMs: z.number(),
    wallMs: z.number().optional(),
    /** Time-left estimates as they were shown: milliseconds since the start, milliseconds left. */
    estimates: z.array(z.object({ atMs: z.number(), leftMs: z.number() })),
  }),
});

export type Run = z.infer<typeof RunSchema>;
export type RunRecord = z.infer<typeof RecordSchema>;
export type TargetState = z.infer<typeof TargetStateSchema>;
export type WorkloadPlan = z.infer<typeof WorkloadPlanSchema>;
export type Calibration = z.infer<typeof CalibrationSchema>;

/** In how many rounds a workload is due. Runs from before each said so looked at images once. */
export function roundsOf(
  { mode, rounds }: Pick<WorkloadPlan, "mode" | "rounds">,
  run: Pick<Run, "rounds">,
): number {
  return Math.min(run.rounds, rounds ?? (mode === "inspect" ? 1 : run.rounds));
}
