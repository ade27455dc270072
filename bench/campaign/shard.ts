/**
 * Divides one plan over several machines of a kind. Whole workloads are dealt out, never targets:
 * what is compared must be measured on one host, close in time. Every shard computes the division
 * for itself. So it depends on the plan alone, not on the seed, and not on how long things took on
 * this machine.
 */
import { IsotaxError } from "../errors.ts";
import { say } from "../messages.ts";
import { roundsOf } from "../subjects.ts";
import type { Experiment, ProfileName } from "../types.ts";
import { usualPace } from "./estimate.ts";

export interface Shard {
  /** Counted from 1. */
  readonly index: number;
  readonly count: number;
}

/** Reads `i/n`. Undefined for anything else, and for a shard that n shards do not have. */
export function parseShard(text: string): Shard | undefined {
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  return index >= 1 && index <= count && Number.isSafeInteger(count) ? { index, count } : undefined;
}

export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}

/**
 * Deals out the longest item first, each to the shard that has the least to do so far (Graham's LPT
 * rule: at most a third longer than the best division). Each shard keeps the order of `items`. No
 * shard is empty unless there are more shards than items.
 */
export function divide<T>(
  items: readonly T[],
  count: number,
  secondsOf: (item: T) => number,
): readonly (readonly T[])[] {
  const shards = Array.from({ length: count }, () => ({ seconds: 0, members: new Set<T>() }));
  const least = () =>
    shards.reduce((a, b) =>
      b.seconds < a.seconds || (b.seconds === a.seconds && b.members.size < a.members.size) ? b : a,
    );
  for (const item of [...items].sort((a, b) => secondsOf(b) - secondsOf(a))) {
    const shard = least();
    shard.seconds += secondsOf(item);
    shard.members.add(item);
  }
  return shards.map(({ members }) => items.filter((item) => members.has(item)));
}

/**
 * The workloads of one shard. Errors: `TOO_MANY_SHARDS`, for every shard. If only the empty shards
 * failed, the others would measure for hours, and could never be merged because some shards are
 * missing.
 */
export function workloadsOfShard(
  workloads: readonly Experiment[],
  { index, count }: Shard,
  plan: { readonly profile: ProfileName; readonly rounds: number },
): readonly Experiment[] {
  if (count > workloads.length) {
    throw new IsotaxError(
      "TOO_MANY_SHARDS",
      say("campaign.too-many-shards", { workloads: workloads.length, shards: count }),
      say("campaign.fewer-shards", { workloads: workloads.length }),
    );
  }
  return divide(workloads, count, (one) => expectedSeconds(one, plan))[index - 1] ?? [];
}

/** On a target from the middle of the ladder. Only the proportions between workloads matter. */
function expectedSeconds(
  workload: Experiment,
  plan: { readonly profile: ProfileName; readonly rounds: number },
): number {
  const rounds = workload.rounds?.[plan.profile];
  const due = roundsOf(rounds === undefined ? {} : { rounds }, plan);
  return due * workload.seconds(workload.params[plan.profile], usualPace("engine"));
}
