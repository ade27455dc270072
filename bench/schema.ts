/**
 * The shapes of a run folder's files, as zod schemas. docs/schema/ holds the JSON Schemas made from
 * them (npm run schemas). A change of meaning bumps SCHEMA_VERSION. Folders of another version are
 * refused, never reinterpreted.
 */
import { z } from "zod";
import type { Message } from "./types.ts";

export const SCHEMA_VERSION = 2;

/**
 * Ids and names become keys, and are printed in lines. They may not have control characters,
 * characters that change the direction of text, or half a character. They may not be the name that
 * would change the prototype of an object.
 */
const NAME =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is not allowed
  /^(?!__proto__$)[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]{1,4096}$/u;
const Name = z.string().regex(NAME, "is no name: empty, too long, or with control characters");

/** Used in the names of folders, groups and containers. */
const RunId = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,63}$/, "is no id of a run: letters, digits, dots and hyphens only");

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Duration = z.number().nonnegative();
const Cpus = z.array(z.int().min(0).max(65_535)).max(65_536);
/** The most that flags can ask for. */
export const MOST_ROUNDS = 10_000;
const Rounds = z.int().min(1).max(MOST_ROUNDS);

export function isName(text: string): boolean {
  return NAME.test(text);
}

const Unit = z.enum(["ns", "bytes", "bytes/s", "ops/s", "count", "ratio"]);
const Params = z.record(Name, z.union([z.string(), z.number()]));

/**
 * What is said, as a code with values. A value may be a message, which makes it recursive. A file
 * for people may have the sentence beside them. It is not read, since it follows from them.
 */
export const MessageSchema: z.ZodType<Message> = z
  .lazy(() =>
    z
      .object({
        code: Name,
        values: z.record(Name, MessageValue),
        text: z.string().exactOptional(),
      })
      .overwrite(({ code, values }) => ({ code, values })),
  )
  .meta({ id: "Message" });

const MessagePart = z.union([z.string(), z.number(), MessageSchema]);
const MessageValue = z.union([MessagePart, z.boolean(), z.array(MessagePart)]);

/** A fact is data as it is, or a message. */
export const FactsSchema = z.record(Name, z.union([z.string(), MessageSchema]));

export const MetricSchema = z.object({
  id: Name,
  unit: Unit,
  better: z.enum(["lower", "higher", "neither"]),
  role: z.enum(["headline", "phase", "part", "tail", "cost", "detail"]),
  /** The metric that this one is a part, a tail or a cost of. */
  of: z.string().exactOptional(),
  against: z.enum(["ratio", "difference", "none"]),
  gated: z.boolean(),
  leastThatCounts: z.number().nonnegative().exactOptional(),
  /** How much its rounds may scatter before a warning says so. */
  noise: z.number().positive().exactOptional(),
  /** How an opening's observations become one value. The median if absent. */
  fold: z
    .discriminatedUnion("how", [
      z.object({ how: z.literal("median") }),
      z.object({ how: z.literal("per"), by: Name }),
      z.object({ how: z.literal("slope"), along: Name }),
      z.object({ how: z.literal("sum"), over: Name }),
      z.object({ how: z.literal("curve"), along: Name }),
    ])
    .exactOptional(),
  plausible: z.object({ least: z.number(), suspect: z.enum(["cache", "size"]) }).exactOptional(),
  betweenRuns: z
    .object({ deviation: z.number().nonnegative(), degrees: z.number().positive() })
    .exactOptional(),
  exact: z.boolean().exactOptional(),
  each: z.literal("start").exactOptional(),
  ofDelivery: z
    .enum([
      "pulled",
      "started",
      "read",
      "received",
      "sent",
      "requests",
      "written",
      "clientCpu",
      "serverCpu",
      "receivedLater",
      "receivedByFirstOutput",
    ])
    .exactOptional(),
  neighbours: z.enum(["harm", "loss", "gain"]).exactOptional(),
  surface: z.enum(["work", "start", "during", "ioctls", "names"]).exactOptional(),
  waits: z.literal(true).exactOptional(),
  moment: z
    .enum(["load-seen", "scale-decided", "instance-ready", "instance-joined", "objective-met"])
    .exactOptional(),
  drawn: z
    .enum([
      "start-rate",
      "first-byte",
      "first-byte-p99",
      "start-cpu",
      "cpu-share",
      "answer-p99",
      "opening",
      "memory-taken",
    ])
    .exactOptional(),
});

const ValuesSchema = z.object({
  metric: Name,
  at: Params.exactOptional(),
  clock: z.enum(["host", "guest"]),
  values: z.array(z.number()).min(1),
});

const CheckSchema = z.object({
  check: Name,
  holds: z.enum(["yes", "no", "unknown"]),
  evidence: MessageSchema,
  promised: z.boolean().exactOptional(),
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
    "made-up",
  ]),
  message: MessageSchema,
  remedy: MessageSchema,
});

const OutcomeSchema = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("ok"),
    measurements: z.array(ValuesSchema),
    checks: z.array(CheckSchema).exactOptional(),
  }),
  z.object({
    status: z.literal("failed"),
    phase: z.string(),
    code: z.string(),
    reason: MessageSchema,
    remedy: MessageSchema,
    stderrTail: z.string(),
  }),
  z.object({ status: z.literal("unavailable"), reason: MessageSchema, remedy: MessageSchema }),
]);

const PhaseSchema = z.object({
  phase: z.enum(["spawn", "kernel", "init", "ready", "exited", "removed"]),
  atNs: Duration,
});

/** One line of records.ndjson. */
export const RecordSchema = z.object({
  /**
   * Id of the subject that was measured. It is the target's id, where the subject is one target.
   */
  subject: Name,
  /** The target whose figures these are. */
  target: Name,
  workload: Name,
  /** Counted from 1. */
  round: z.int().positive(),
  /** Position in the executed order, counted from 0. */
  position: z.int().nonnegative(),
  startedAt: z.iso.datetime(),
  /** Wall time of the cell, and the part of it inside timed windows. */
  wallNs: Duration,
  timedNs: Duration,
  /** Lifecycle of the opening, for workloads that run inside one. */
  lifecycle: z.array(PhaseSchema),
  /** Round trips to the agent in this opening: the cost of the channel. */
  channelNs: z.array(Duration),
  warnings: z.array(WarningSchema),
  outcome: OutcomeSchema,
});

const WorkloadPlanSchema = z.object({
  id: Name,
  version: z.int(),
  title: z.string(),
  family: Name,
  params: Params,
  metrics: z.array(MetricSchema).max(10_000),
  /** The number of its rounds, if fewer than the run has. They are the first ones. */
  rounds: Rounds.exactOptional(),
  /** The subjects it is measured on, if not simply each target. */
  subjects: z
    .array(z.object({ id: Name, roles: z.record(Name, Name), at: Params }))
    .max(10_000)
    .exactOptional(),
});

const TargetStateSchema = z.object({
  id: Name,
  title: z.string(),
  kind: z.enum(["native", "primitive", "runtime", "engine", "vm", "fake"]),
  adds: z.string(),
  rung: z.number(),
  /** Ids of the rungs below. The one that `adds` refers to comes first. */
  below: z.array(Name).optional(),
  /** Whether it starts from something made beforehand. */
  warm: z.boolean().optional(),
  /** Whether it could be measured. If not, why, and what to do. */
  ok: z.boolean(),
  reason: MessageSchema.optional(),
  remedy: MessageSchema.optional(),
  facts: FactsSchema,
  /** Hash of each tool as seen inside, by name. */
  toolHashes: z.record(Name, z.string()),
});

const CalibrationSchema = z.object({
  /** Round trips to the launcher that spawn nothing. */
  channelNs: z.array(Duration),
  /** Spawn to first byte of the static binary, from the launcher, unlimited. */
  floorNs: z.array(Duration),
  /** The same, after the pause that precedes every measured start. */
  singleNs: z.array(Duration).optional(),
});

/** The user's own image. Engines' names are shorter than this by far. */
const ImageOriginSchema = z.object({
  kind: z.enum(["folder", "oci-layout", "archive", "engine", "dockerfile"]),
  digest: Hash,
  name: Name.max(512).exactOptional(),
});

/** run.json */
export const RunSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  isotax: z.string(),
  /** Hash of the sources that measure. All parts of a run must have the same. */
  code: z.string().optional(),
  runId: RunId,
  /** Hash of the plan in this file. It reveals an edit (`planHash` in bench/plan-hash.ts). */
  planHash: Hash.optional(),
  status: z.enum(["running", "complete", "interrupted"]),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  profile: z.enum(["smoke", "quick", "standard", "thorough"]),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  rounds: Rounds,
  /** Which part of a divided plan this is. Absent for a plan that was measured whole, or merged. */
  shard: z
    .object({
      /** Counted from 1. */
      index: z.int().positive(),
      count: z.int().positive(),
      /** Ids of all workloads of the plan, in its order. */
      workloads: z.array(z.string()),
    })
    .optional(),
  /** The shards that `isotax merge` made this run from, in their order. */
  mergedFrom: z
    .array(
      z.object({
        runId: RunId,
        bootId: z.string(),
        createdAt: z.iso.datetime(),
        finishedAt: z.iso.datetime().optional(),
        workloads: z.array(z.string()),
      }),
    )
    .optional(),
  /** For a run that may end early. `rounds` is then the number of rounds it had in the end. */
  adaptive: z
    .object({
      /** Rounds after which looks were planned, and rounds after which they were taken. */
      looks: z.array(Rounds).min(1),
      taken: z.array(Rounds),
      budgetMs: z.number().positive().optional(),
      /** The largest half-width of an interval, as a share of its value, where that was the aim. */
      precision: z.number().positive().optional(),
      /** Everything was decided, the time was up, or the last round was reached. */
      ended: z.enum(["decided", "budget", "rounds"]).optional(),
    })
    .optional(),
  /** The question of a gate to this run. */
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
  cpus: Cpus,
  harnessCpus: Cpus,
  memoryMiB: z
    .int()
    .positive()
    .max(1 << 20),
  workloads: z.array(WorkloadPlanSchema).max(1000),
  targets: z.array(TargetStateSchema).max(1000),
  host: FactsSchema,
  bootId: z.string(),
  image: z.object({
    digest: z.string(),
    /** Absent for the image that isotax builds. */
    from: ImageOriginSchema.exactOptional(),
    tools: z.array(
      z.object({
        name: Name,
        imagePath: z.string(),
        sha256: z.string(),
        version: z.string(),
      }),
    ),
  }),
  /**
   * Versions of programs of the host that work outside of instances, by name. Older versions of
   * isotax did not record them.
   */
  programs: z.record(Name, z.string()).exactOptional(),
  calibration: z.object({
    start: CalibrationSchema.optional(),
    end: CalibrationSchema.optional(),
  }),
  warnings: z.array(WarningSchema),
  /** What the harness itself took. */
  harness: z.object({
    setupMs: Duration,
    wallMs: Duration.optional(),
    /** Time-left estimates as they were shown: milliseconds since the start, milliseconds left. */
    estimates: z.array(z.object({ atMs: z.number(), leftMs: z.number() })),
  }),
});

export type Run = z.infer<typeof RunSchema>;
export type RunRecord = z.infer<typeof RecordSchema>;
export type TargetState = z.infer<typeof TargetStateSchema>;
export type WorkloadPlan = z.infer<typeof WorkloadPlanSchema>;
export type Calibration = z.infer<typeof CalibrationSchema>;
