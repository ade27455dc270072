/** run.json as it is when a run begins. */
import { sealed } from "../bench/plan-hash.ts";
import type { Preflight } from "../bench/preflight.ts";
import { type Run, SCHEMA_VERSION } from "../bench/schema.ts";
import type { Question } from "../bench/stats/interleaved.ts";
import { bootId } from "../runners/resources.ts";
import type { OpenMachine } from "./machine-port.ts";
import type { Job } from "./perform.ts";
import { codeDigest, VERSION } from "./version.ts";

export async function describeRun(
  { choice, cpus }: Job,
  { image, version }: OpenMachine,
  host: Run["host"],
  looks: readonly Preflight[],
  start: Run["calibration"]["start"],
): Promise<Run> {
  const versions = await Promise.all(image.tools.map(version));
  return sealed({
    schema: SCHEMA_VERSION,
    isotax: VERSION,
    code: codeDigest(),
    runId: choice.runId,
    status: "running",
    createdAt: new Date().toISOString(),
    profile: choice.profile,
    seed: choice.seed,
    rounds: choice.rounds,
    ...(choice.shard === undefined
      ? {}
      : { shard: { ...choice.shard, workloads: choice.shard.workloads.map(({ id }) => id) } }),
    ...(choice.adaptive === undefined ? {} : { adaptive: describeAdaptive(choice.adaptive) }),
    ...(choice.gate === undefined ? {} : { gate: describeGate(choice.gate) }),
    cpus: [...cpus.target],
    harnessCpus: [...cpus.harness],
    memoryMiB: choice.memoryMiB,
    workloads: choice.workloads.map(
      ({ id, version, title, resource, mode, params, noise, mostRounds }) => ({
        ...{ id, version, title, resource, mode },
        params: { ...params[choice.profile], ...choice.params?.[id] },
        ...(noise === undefined ? {} : { noise }),
        ...(mostRounds === undefined ? {} : { rounds: mostRounds[choice.profile] }),
      }),
    ),
    targets: looks.map(({ state }) => state),
    host: { ...host, ...cpus.facts },
    bootId: bootId(),
    image: {
      digest: image.digest,
      tools: image.tools.map(({ name, imagePath, sha256 }, index) => ({
        ...{ name, imagePath, sha256 },
        version: versions[index] ?? "",
      })),
    },
    calibration: { start },
    warnings: [...looks.flatMap(({ warnings }) => warnings), ...cpus.warnings],
    harness: { setupMs: 0, estimates: [] },
  });
}

function describeAdaptive({
  looks,
  budgetMs,
  precision,
}: NonNullable<Job["choice"]["adaptive"]>): NonNullable<Run["adaptive"]> {
  return {
    looks: [...looks],
    taken: [],
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(precision === undefined ? {} : { precision }),
  };
}

function describeGate({ base, head, margin, rules }: Question): NonNullable<Run["gate"]> {
  return {
    ...{ base, head },
    ...(margin === undefined ? {} : { margin }),
    rules: rules.map((rule) => ({ ...rule })),
  };
}
