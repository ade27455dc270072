/** The shape of a judgement's file, for those who read one. judgement.ts explains what it means. */
import { z } from "zod";
import { FactsSchema, MessageSchema } from "../schema.ts";
import type { Judgement } from "./judgement.ts";

const VerdictSchema = z.enum(["regressed", "improved", "pass", "inconclusive"]);

const SideSchema = z.object({
  median: z.number(),
  n: z.int().nonnegative(),
  of: z.enum(["round", "run"]).exactOptional(),
  p90: z.number().exactOptional(),
  timesNative: z.number().exactOptional(),
});

const TriesSchema = z.object({ rounds: z.int().nonnegative(), failed: z.int().nonnegative() });

const BoundSchema = z.object({
  is: z.enum(["at-least", "at-most"]),
  slowdown: z.number(),
  confidence: z.number(),
});

const BoundsSchema = z.array(BoundSchema);

const CellLookSchema = z.object({
  rounds: z.int().nonnegative(),
  slowdown: z.number(),
  bounds: BoundsSchema,
});

const SlowSideSchema = z.object({ slow: z.int().nonnegative(), limit: z.number() });

const SlowStartsSchema = z.object({
  rounds: z.int().nonnegative(),
  base: SlowSideSchema,
  head: SlowSideSchema,
  allowed: z.number(),
  atLeast: z.number(),
  atMost: z.number(),
});

const TrendSchema = z.object({
  runs: z.array(
    z.object({
      runId: z.string(),
      createdAt: z.iso.datetime(),
      slowdown: z.number(),
      normal: z.boolean(),
    }),
  ),
  changes: z.array(z.int().nonnegative()),
});

const IntervalSchema = z.object({ low: z.number(), high: z.number(), confidence: z.number() });

const CellVerdictSchema = z.object({
  workload: z.string(),
  metric: z.string(),
  family: z.string(),
  each: z.literal("start").exactOptional(),
  headline: z.literal(true).exactOptional(),
  unit: z.enum(["ns", "bytes", "bytes/s", "ops/s", "count", "ratio"]),
  better: z.enum(["lower", "higher", "neither"]),
  base: z.string(),
  head: z.string(),
  against: z
    .discriminatedUnion("what", [
      z.object({ what: z.literal("earlier-runs") }),
      z.object({ what: z.literal("anchor"), runId: z.string() }),
    ])
    .exactOptional(),
  emulated: z.boolean(),
  gated: z.boolean(),
  margin: z.object({ relative: z.number(), absolute: z.number(), effective: z.number() }),
  baseSide: SideSchema.exactOptional(),
  headSide: SideSchema.exactOptional(),
  baseTries: TriesSchema.exactOptional(),
  headTries: TriesSchema.exactOptional(),
  effect: z
    .object({ slowdown: z.number(), interval: IntervalSchema.exactOptional() })
    .exactOptional(),
  bound: BoundSchema.exactOptional(),
  bounds: BoundsSchema.exactOptional(),
  slow: SlowStartsSchema.exactOptional(),
  dependence: z
    .object({
      lag1: z.number(),
      inflation: z.number().min(1),
      cause: z.enum(["drift", "modes", "memory"]),
    })
    .exactOptional(),
  resolution: z.number().positive().exactOptional(),
  looks: z.array(CellLookSchema).exactOptional(),
  trend: TrendSchema.exactOptional(),
  chance: z.number().min(0).max(1).exactOptional(),
  detectable: z.number().nonnegative().exactOptional(),
  verdict: VerdictSchema,
  question: z.enum(["slow", "failures"]).exactOptional(),
  reason: MessageSchema,
  remedy: MessageSchema.exactOptional(),
  moreRounds: z.int().nonnegative().exactOptional(),
});

export const JudgementSchema = z.object({
  schema: z.literal(2),
  comparison: z.enum(["interleaved", "baseline", "history"]),
  base: z.union([z.string(), MessageSchema]),
  head: z.string(),
  runId: z.string(),
  createdAt: z.iso.datetime(),
  verdict: VerdictSchema,
  summary: MessageSchema,
  alpha: z.number(),
  rounds: z.int().nonnegative(),
  looks: z.array(z.int().nonnegative()),
  wallMs: z.number().nonnegative().exactOptional(),
  host: FactsSchema,
  cells: z.array(CellVerdictSchema),
  notes: z.array(MessageSchema),
});

/** gate.json */
export const GateFileSchema = JudgementSchema.extend({ $schema: z.string().exactOptional() });

type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T;
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;

/** Fails to compile once the schema and the types differ. */
export const SCHEMA_IS_JUDGEMENT: Same<
  Mutable<z.infer<typeof JudgementSchema>>,
  Mutable<Judgement>
> = true;
