/**
 * What a site keeps of a run: its headline figures, and the facts that may explain them. It is small,
 * so that hundreds of runs can be read at once, and a page can load any two.
 */
import { z } from "zod";
import { isEmulated } from "../emulation.ts";
import { hashJson } from "../hash.ts";
import { FactsSchema, MessageSchema, MetricSchema, type Run, RunSchema } from "../schema.ts";
import type { Analysis, Row } from "./analyze.ts";
import { isMadeUp } from "./cells.ts";
import type { Summary } from "./summary.ts";

/** A change of meaning makes all digests anew. */
export const DIGEST_VERSION = 1;

const { runId, createdAt, isotax, profile, rounds, seed, cpus, memoryMiB } = RunSchema.shape;
const Name = MetricSchema.shape.id;

const FigureSchema = z.object({
  n: z.int().nonnegative(),
  median: z.number(),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
});

const RowSchema = z.object({
  target: Name,
  workload: Name,
  metric: Name,
  unit: MetricSchema.shape.unit,
  better: MetricSchema.shape.better,
  exact: z.boolean().exactOptional(),
  /** Differences below this do not count, in the unit. */
  least: z.number().nonnegative().exactOptional(),
  value: FigureSchema,
  /** Against native in the same rounds: a difference in the unit, or a factor. */
  overhead: FigureSchema.extend({ kind: z.enum(["slowdown", "difference"]) }).exactOptional(),
});

const ToolSchema = z.object({ name: Name, sha256: z.string(), version: z.string() });
const ImageSchema = z.object({ digest: z.string(), tools: z.array(ToolSchema) });

export const RunDigestSchema = z.object({
  version: z.literal(DIGEST_VERSION),
  runId,
  createdAt,
  isotax,
  profile,
  rounds,
  seed,
  memoryMiB,
  code: RunSchema.shape.code,
  bootId: RunSchema.shape.bootId,
  cpus,
  host: FactsSchema,
  image: ImageSchema,
  programs: RunSchema.shape.programs,
  workloads: z
    .array(
      z.object({
        id: Name,
        family: Name,
        /** Figures are comparable where this is the same: version and size of the workload. */
        size: z.string().regex(/^[0-9a-f]{12}$/),
      }),
    )
    .max(1000),
  targets: z
    .array(
      z.object({
        id: Name,
        kind: z.enum(["native", "primitive", "runtime", "engine", "vm", "fake"]),
        rung: z.number(),
        ok: z.boolean(),
        emulated: z.boolean(),
        facts: FactsSchema,
      }),
    )
    .max(1000),
  // Most of a digest are its rows, and a site reads all digests again: compiled, it takes a third.
  rows: z.compile(z.array(RowSchema).max(100_000)),
  claims: z
    .array(
      z.object({
        id: Name,
        says: MessageSchema,
        verdict: z.enum([
          "holds",
          "does-not-hold",
          "depends",
          "not-for-all",
          "not-shown",
          "emulated",
        ]),
        figures: z.array(MessageSchema),
      }),
    )
    .max(1000),
});

export type RunDigest = z.infer<typeof RunDigestSchema>;
export type DigestImage = z.infer<typeof ImageSchema>;
export type DigestTool = z.infer<typeof ToolSchema>;
export type DigestRow = RunDigest["rows"][number];
export type DigestClaim = RunDigest["claims"][number];

/** The figures are those of headline metrics: what a reader follows over months. */
export function digestRun(
  run: Run,
  { rows }: Pick<Analysis, "rows">,
  claims: readonly DigestClaim[],
): RunDigest {
  return {
    version: DIGEST_VERSION,
    runId: run.runId,
    createdAt: run.createdAt,
    isotax: run.isotax,
    code: run.code,
    profile: run.profile,
    rounds: run.rounds,
    seed: run.seed,
    bootId: run.bootId,
    cpus: run.cpus,
    memoryMiB: run.memoryMiB,
    host: run.host,
    image: {
      digest: run.image.digest,
      tools: run.image.tools.map(({ name, sha256, version }) => ({ name, sha256, version })),
    },
    ...(run.programs === undefined ? {} : { programs: run.programs }),
    workloads: run.workloads.map(({ id, family, version, params }) => ({
      id,
      family,
      size: hashJson([version, params]).slice(0, 12),
    })),
    targets: run.targets.map(({ id, kind, rung, ok, facts }) => ({
      id,
      kind,
      rung,
      ok,
      facts,
      emulated: isEmulated({ facts }),
    })),
    rows: rows.filter(isFollowed).map(rowOf),
    claims: [...claims],
  };
}

/** Whether a run's times are made up, by the target that tries gates and pages. */
export function hasMadeUp({ targets }: Pick<RunDigest, "targets">): boolean {
  return targets.some(isMadeUp);
}

function isFollowed({ is, subject, target, summary }: Row): boolean {
  return is.role === "headline" && subject === target && Number.isFinite(summary.median);
}

function rowOf({ target, workload, metric, unit, better, is, summary, overhead }: Row): DigestRow {
  const against =
    overhead === undefined || !Number.isFinite(overhead.summary.median) ? undefined : overhead;
  return {
    target,
    workload,
    metric,
    unit,
    better,
    ...(is.exact === true ? { exact: true } : {}),
    ...(is.leastThatCounts === undefined ? {} : { least: is.leastThatCounts }),
    value: figureOf(summary),
    ...(against === undefined
      ? {}
      : { overhead: { kind: against.kind, ...figureOf(against.summary) } }),
  };
}

function figureOf({ n, median, interval }: Summary) {
  return {
    n,
    median,
    ...(interval === undefined ? {} : { low: interval.low, high: interval.high }),
  };
}
