/** What a log of requests says about a service that is scaled. Data in, data out. */
import type { LoadRequest } from "../tools/open-load.ts";

export interface Objective {
  /** Answers are looked at in windows of this length, by when they were due. */
  readonly windowNs: number;
  /** So much of a window's requests must be answered in time. */
  readonly share: number;
  readonly withinNs: number;
  /** So many windows in a row meet it for good. */
  readonly windows: number;
}

/** When the number of instances that get requests changed, and to what. In ns, in order. */
export interface Replicas {
  readonly atNs: number;
  readonly count: number;
}

export interface ScalingLog {
  /** Of the service that is scaled. All times are in ns after the start of the load. */
  readonly requests: readonly LoadRequest[];
  /** The load is high from `stepNs` to `backNs`, and ends at `endNs`. */
  readonly stepNs: number;
  readonly backNs: number;
  readonly endNs: number;
  readonly replicas: readonly Replicas[];
  /** Instances that the low and the high load need. */
  readonly needed: { readonly low: number; readonly high: number };
}

export interface ScalingJudgement {
  /** From the step until the objective is met for good; undefined if it is not. */
  readonly metNs: number | undefined;
  /** How long the objective was missed after the step. */
  readonly missedNs: number;
  /** Requests after the step without an answer. */
  readonly lost: number;
  /** Instances over what the load needs, times their time. */
  readonly excessNs: number;
}

export function scalingJudged(log: ScalingLog, objective: Objective): ScalingJudgement {
  const { requests, stepNs, backNs, endNs } = log;
  const { windowNs, windows } = objective;
  const count = Math.max(0, Math.floor((endNs - stepNs) / windowNs));
  const isMet = Array.from({ length: count }, (_, index) => {
    const fromNs = stepNs + index * windowNs;
    return meets(
      requests.filter(({ dueNs }) => dueNs >= fromNs && dueNs < fromNs + windowNs),
      objective,
    );
  });
  const first = isMet.findIndex(
    (_, index) =>
      index + windows <= isMet.length && isMet.slice(index, index + windows).every(Boolean),
  );
  const metNs = first * windowNs;
  return {
    // Once the load is low again, any number of instances is enough.
    metNs: first === -1 || metNs >= backNs - stepNs ? undefined : metNs,
    missedNs: isMet.filter((one) => !one).length * windowNs,
    lost: requests.filter(({ by, dueNs }) => by === undefined && dueNs >= stepNs).length,
    excessNs: excessOf(log),
  };
}

/** A window without requests misses nothing. */
function meets(some: readonly LoadRequest[], { share, withinNs }: Objective): boolean {
  const inTime = some.filter(
    ({ by, dueNs, endedNs }) => by !== undefined && endedNs - dueNs <= withinNs,
  );
  return inTime.length >= share * some.length;
}

function excessOf({ replicas, stepNs, backNs, endNs, needed }: ScalingLog): number {
  const moments = [0, stepNs, backNs, endNs, ...replicas.map(({ atNs }) => atNs)]
    .filter((atNs) => atNs >= 0 && atNs <= endNs)
    .sort((a, b) => a - b);
  let excess = 0;
  for (const [index, fromNs] of moments.slice(0, -1).entries()) {
    const untilNs = moments[index + 1] ?? fromNs;
    const count = replicas.findLast(({ atNs }) => atNs <= fromNs)?.count ?? 1;
    const need = fromNs >= stepNs && fromNs < backNs ? needed.high : needed.low;
    excess += Math.max(0, count - need) * (untilNs - fromNs);
  }
  return excess;
}
