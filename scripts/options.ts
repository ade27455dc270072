/** The choice of a run from flags and configuration. It is checked before anything is touched. */
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import type { RunChoice } from "../bench/campaign/choice.ts";
import type { GateTerms, LikeRequest } from "../bench/campaign/gate/request.ts";
import { type Shard, workloadsOfShard } from "../bench/campaign/shard.ts";
import type { ClaimPlan } from "../bench/claims/plan.ts";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { freshRunId } from "../bench/run-id.ts";
import type { Run } from "../bench/schema.ts";
import { looksUpTo } from "../bench/stats/looks.ts";
import { fewestRounds } from "../bench/stats/power.ts";
import { CONFIDENCE } from "../bench/stats/summary.ts";
import type { Experiment, ProfileName } from "../bench/types.ts";
import { chooseClaims } from "./choose-claims.ts";
import { chooseTargets } from "./choose-targets.ts";
import { chooseWorkloads } from "./choose-workloads.ts";
import type { Config } from "./config.ts";
import {
  checkedParams,
  checkImageGiven,
  confirmedTargets,
  plannedWorkloads,
} from "./confirm-run.ts";
import { DEFAULTS, MOST_ROUNDS, PROFILES } from "./defaults.ts";
import { configuredIds, knownWorkloads } from "./known-workloads.ts";
import { imageOf, parsedShare, readConfig } from "./read-config.ts";
import { parseTime } from "./units.ts";

function roundsFor(profile: ProfileName, workloads: readonly Experiment[]): number {
  const { rounds, catalogueRounds } = PROFILES[profile];
  return workloads.every(({ main }) => main === true) ? rounds : catalogueRounds;
}

/** The flags as commander passes them. */
export interface RunFlags {
  readonly config?: string;
  /** As a share. */
  readonly precision?: number;
  /** A time in ms. */
  readonly budget?: number;
  readonly profile?: ProfileName;
  readonly targets?: string;
  readonly workloads?: string;
  /** Ids of claims, or true for all. */
  readonly claims?: string | true;
  readonly rounds?: number;
  readonly seed?: number;
  readonly shard?: Shard;
  readonly out?: string;
  readonly resume?: string | boolean;
  readonly cpus?: number;
  readonly memory?: number;
  /** Instances at once, at most. */
  readonly most?: number;
  readonly guestKernel?: string;
  /** Names the user's own image. */
  readonly image?: string;
  readonly install: boolean;
  readonly open: boolean;
  readonly json: boolean;
  /** Exit code 2 if a cell failed. */
  readonly strict?: boolean;
}

/**
 * Shards of one plan are one run, which has one seed, and they cannot agree on a random one.
 * Nothing is compared across workloads, so a seed that all plans share does no harm: each round has
 * another order anyway. Users who want another order each time give all shards the same --seed,
 * such as the number of the pipeline.
 */
const SHARD_SEED = 1;

export async function chooseRun(given: RunFlags): Promise<RunChoice> {
  const config = await readConfig(given.config);
  const configured = flagsOf(config, given.shard !== undefined);
  const claims = claimPlan(given);
  const flags = { ...configured, ...(claims && claimFlags(claims)), ...given };
  const workloads = await knownWorkloads(config, given.config);
  const chosen = chooseWorkloads(flags.workloads, workloads);
  const runId = freshRunId();
  const profile = flags.profile ?? DEFAULTS.profile;
  // The rounds are those of the whole plan. A shard that happens to have main workloads only takes
  // no more than the others.
  const adaptive = adaptiveOf(flags);
  const rounds = adaptive?.looks.at(-1) ?? flags.rounds ?? roundsFor(profile, chosen);
  const { shard } = flags;
  return {
    profile,
    rounds,
    ...(adaptive === undefined ? {} : { adaptive }),
    seed: flags.seed ?? (shard === undefined ? randomInt(2 ** 31) : SHARD_SEED),
    targets: await chooseTargets(flags.targets),
    ...(shard === undefined
      ? { workloads: chosen }
      : {
          workloads: workloadsOfShard(chosen, shard, { profile, rounds }),
          shard: { ...shard, workloads: chosen },
        }),
    ...(flags.most === undefined ? {} : { params: limited(chosen, flags.most) }),
    // Targets that the user names are measured on all of it.
    ...(claims === undefined || given.targets !== undefined
      ? {}
      : { measuredOn: claims.measuredOn, notEmulated: claims.notEmulated }),
    ...(flags.image === undefined ? {} : { image: flags.image }),
    cpus: flags.cpus ?? DEFAULTS.cpus,
    memoryMiB: flags.memory ?? DEFAULTS.memoryMiB,
    runId,
    out: resolve(flags.out ?? `results/${runId}`),
  };
}

/** Parameters of workloads that have a largest number of instances. Errors: `NOTHING_TO_LIMIT`. */
function limited(workloads: readonly Experiment[], most: number): RunChoice["params"] & {} {
  const those = workloads.filter(({ params }) => Object.hasOwn(params.quick, "most"));
  if (those.length === 0) {
    throw new IsotaxError(
      "NOTHING_TO_LIMIT",
      say("choices.nothing-to-limit"),
      say("choices.measure-density"),
    );
  }
  return Object.fromEntries(those.map(({ id }) => [id, { most }]));
}

/** What --claims stands for. Errors: `CLAIMS_CONFLICT`. */
function claimPlan({ claims, workloads }: RunFlags): ClaimPlan | undefined {
  if (claims === undefined) return undefined;
  if (workloads !== undefined) {
    throw new IsotaxError(
      "CLAIMS_CONFLICT",
      say("choices.claims-choose"),
      say("choices.claims-or-workloads"),
    );
  }
  return chooseClaims(claims);
}

/** It comes before the configuration. */
function claimFlags({ workloads, targets, rounds }: ClaimPlan): Partial<RunFlags> {
  return { workloads: workloads.join(","), targets: targets.join(","), rounds };
}

/**
 * The values of the configuration as flags. A shard has a fixed number of rounds, so precision and
 * budget are left out.
 */
function flagsOf(config: Config, shard: boolean): Partial<RunFlags> {
  const { targets, precision, budget, profile, rounds, cpus, memory } = config;
  const workloads = configuredIds(config);
  const named = imageOf(config.image);
  return {
    ...(named === undefined ? {} : { image: named }),
    ...(profile === undefined ? {} : { profile }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(memory === undefined ? {} : { memory }),
    ...(targets === undefined ? {} : { targets: targets.join(",") }),
    ...(workloads === undefined ? {} : { workloads: workloads.join(",") }),
    ...(precision === undefined || shard ? {} : { precision: parsedShare(precision) as number }),
    ...(budget === undefined || shard ? {} : { budget: parseTime(budget) as number }),
  };
}

/** Errors: `NO_PRECISION`; `SHARD_CONFLICT`: shards of one plan must have the same rounds. */
function adaptiveOf({ precision, budget, rounds, shard }: RunFlags): RunChoice["adaptive"] {
  if (precision === undefined && budget === undefined) return undefined;
  if (shard !== undefined) {
    throw new IsotaxError(
      "SHARD_CONFLICT",
      say("choices.shard-without-rounds"),
      say("choices.give-shards-rounds"),
    );
  }
  if (precision === 0) {
    throw new IsotaxError(
      "NO_PRECISION",
      say("choices.no-precision"),
      say("choices.ask-for-precision"),
    );
  }
  const most = rounds ?? MOST_ROUNDS;
  return {
    // Each end of an interval has half of the error.
    looks: looksUpTo(most, (share) => fewestRounds(((1 - CONFIDENCE) * share) / 2)),
    ...(budget === undefined ? {} : { budgetMs: budget }),
    ...(precision === undefined ? {} : { precision }),
  };
}

/** A run that can be compared with this one: the same targets, workloads, sizes and rounds. */
export async function likeRun(
  run: Run,
  {
    rounds,
    seed,
    out,
    targets,
    image,
  }: Pick<GateTerms, "seed" | "out" | "image"> & Pick<LikeRequest, "rounds" | "targets">,
  command: string,
  known: readonly Experiment[],
): Promise<RunChoice> {
  checkImageGiven(run, image);
  const runId = freshRunId();
  const most = rounds ?? run.rounds;
  return {
    profile: run.profile,
    rounds: most,
    seed: seed ?? randomInt(2 ** 31),
    targets: await confirmedTargets(run, targets, command),
    workloads: plannedWorkloads(run, known),
    params: checkedParams(run, known),
    measuredOn: measuredOn(run),
    cpus: run.cpus.length,
    memoryMiB: run.memoryMiB,
    runId,
    out: resolve(out ?? `results/${runId}`),
  };
}

/** The targets of workloads that a run did not measure on all of its targets. */
function measuredOn({ workloads }: Run): NonNullable<RunChoice["measuredOn"]> {
  return Object.fromEntries(
    workloads.flatMap(({ id, subjects }) =>
      subjects === undefined ? [] : [[id, subjects.flatMap(({ roles }) => Object.values(roles))]],
    ),
  );
}
