/** run.json as it is when a run begins. */
import { planWorkload } from "../plan.ts";
import { sealed } from "../plan-hash.ts";
import { type Calibration, type Run, SCHEMA_VERSION } from "../schema.ts";
import type { GateQuestion } from "../stats/interleaved.ts";
import type { Facts } from "../types.ts";
import { codeDigest, VERSION } from "../version.ts";
import { type RunChoice, targetsOf } from "./choice.ts";
import type { ReadyRun } from "./run.ts";

/** What a run records of the machine outside of targets. */
export interface SeenMachine {
  readonly host: Facts;
  readonly programs: Readonly<Record<string, string>>;
}

export async function seenMachine({ planned, ready }: ReadyRun): Promise<SeenMachine> {
  const { machine, targets } = ready;
  const programs = planned.choice.workloads.flatMap(({ clients, programs: more }) => [
    ...clients,
    ...(more?.(targets) ?? []),
  ]);
  return { host: await machine.facts(), programs: await machine.programVersions(programs) };
}

/** `start` is what the harness costs before the first cell. */
export async function describeRun(
  { planned, around, ready, cpus }: ReadyRun,
  { host, programs }: SeenMachine,
  start: Calibration | undefined,
): Promise<Run> {
  const { choice } = planned;
  const { machine, image, targets, looks } = ready;
  const states = looks.map(({ state }) => state);
  const versions = await Promise.all(image.tools.map((tool) => machine.versionOf(tool)));
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
    workloads: choice.workloads.map((experiment) =>
      planWorkload(experiment, {
        profile: choice.profile,
        params: choice.params?.[experiment.id] ?? {},
        size: { cpus: cpus.target.length, memoryMiB: choice.memoryMiB },
        targets,
        ...withTargets(targetsOf(choice, experiment.id, states)),
      }),
    ),
    targets: states,
    host: { ...host, ...cpus.facts },
    bootId: around.host.bootId(),
    image: {
      digest: image.digest,
      ...(image.origin === undefined ? {} : { from: image.origin }),
      tools: image.tools.map(({ name, imagePath, sha256 }, index) => ({
        name,
        imagePath,
        sha256,
        version: versions[index] ?? "",
      })),
    },
    programs,
    calibration: { start },
    warnings: [...looks.flatMap(({ warnings }) => warnings), ...cpus.warnings],
    harness: { setupMs: 0, estimates: [] },
  });
}

function withTargets(ids: readonly string[] | undefined) {
  return ids === undefined ? {} : { measuredOn: ids };
}

function describeAdaptive({
  looks,
  budgetMs,
  precision,
}: NonNullable<RunChoice["adaptive"]>): NonNullable<Run["adaptive"]> {
  return {
    looks: [...looks],
    taken: [],
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(precision === undefined ? {} : { precision }),
  };
}

function describeGate({ base, head, margin, rules }: GateQuestion): NonNullable<Run["gate"]> {
  return {
    base,
    head,
    ...(margin === undefined ? {} : { margin }),
    rules: rules.map((rule) => ({ ...rule })),
  };
}
