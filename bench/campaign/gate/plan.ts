/** What a gate of two sides measures: both in turns, until it is known which is worse. */
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { freshRunId } from "../../run-id.ts";
import { ERRORS } from "../../stats/decide.ts";
import { looksUpTo } from "../../stats/looks.ts";
import { fewestRounds } from "../../stats/power.ts";
import type { Experiment, Params, ProfileName, Size } from "../../types.ts";
import type { RunChoice } from "../choice.ts";
import { checkReach } from "./reach.ts";
import type { SidesRequest } from "./request.ts";

/** Errors: `IsotaxError`, also for a gate that could never go red. */
export function planGate(request: SidesRequest): RunChoice {
  const { base, head, kinds, workloads, profile, rounds, budgetMs, rules, margin } = request;
  const runId = freshRunId();
  const params = paramsOf(workloads, profile);
  const size = { cpus: request.cpus, memoryMiB: request.memoryMiB };
  const metrics = judgedMetrics({ workloads, profile, params, size });
  checkReach({
    workloads,
    profile,
    params,
    size,
    kinds,
    rules,
    rounds,
    budgetMs,
    looksFor: (most) => looksFor(most, metrics),
  });
  return {
    profile,
    rounds,
    workloads,
    runId,
    seed: request.seed ?? randomInt(2 ** 31),
    targets: [base, head],
    params,
    adaptive: { looks: looksFor(rounds, metrics), budgetMs },
    gate: { base, head, margin, rules },
    ...size,
    out: resolve(request.out ?? `results/${runId}`),
  };
}

/** The same target twice gets two names. */
export function sidesOf(base: string, head: string): readonly [string, string] {
  return base === head ? [`${base}#base`, `${head}#head`] : [base, head];
}

/** Parameters for shorter turns, from workloads that have them, so that the sides alternate often. */
function paramsOf(workloads: readonly Experiment[], profile: ProfileName): Record<string, Params> {
  return Object.fromEntries(
    workloads.flatMap(({ id, params, inTurns }) =>
      inTurns === undefined ? [] : [[id, inTurns(params[profile])]],
    ),
  );
}

/** How many metrics are judged, unless the user wants others. */
function judgedMetrics({ workloads, profile, params, size }: GateSized): number {
  const metrics = workloads.flatMap((workload) =>
    workload.metrics({ ...workload.params[profile], ...params[workload.id] }, size),
  );
  return metrics.filter(({ gated }) => gated).length;
}

interface GateSized extends Pick<SidesRequest, "workloads" | "profile"> {
  readonly params: Readonly<Record<string, Params>>;
  readonly size: Size;
}

/**
 * Leaves out looks at which nothing could be decided yet. `metrics` is the number of metrics that
 * are judged.
 */
export function looksFor(rounds: number, metrics: number): readonly number[] {
  return looksUpTo(rounds, (share) => fewestRounds((ERRORS.alpha * share) / Math.max(1, metrics)));
}
