/** What a gate of two sides measures: them in turns, until it is known which is worse. */
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { freshRunId } from "../../run-id.ts";
import { ERRORS } from "../../stats/decide.ts";
import { looksUpTo } from "../../stats/looks.ts";
import { fewestRounds } from "../../stats/power.ts";
import type { Params, ProfileName, StartParams, Workload } from "../../types.ts";
import type { RunChoice } from "../choice.ts";
import { checkReach } from "./reach.ts";
import type { SidesRequest } from "./request.ts";

/** Starts in a row of one side: few, so that the sides take turns often and share what the host does. */
export const STARTS = 5;

/** Errors: `IsotaxError`, for one that could not go red as well. */
export function planGate(request: SidesRequest): RunChoice {
  const { base, head, kinds, workloads, profile, rounds, budgetMs, rules, margin } = request;
  const runId = freshRunId();
  const params = paramsOf(workloads, profile);
  checkReach({
    workloads,
    profile,
    params,
    kinds,
    rules,
    rounds,
    budgetMs,
    looksFor: (most) => looksFor(most, workloads),
  });
  return {
    profile,
    rounds,
    workloads,
    runId,
    seed: request.seed ?? randomInt(2 ** 31),
    targets: [base, head],
    params,
    adaptive: { looks: looksFor(rounds, workloads), budgetMs },
    gate: { base, head, margin, rules },
    cpus: request.cpus,
    memoryMiB: request.memoryMiB,
    out: resolve(request.out ?? `results/${runId}`),
  };
}

/** The same target twice gets two names. */
export function sidesOf(base: string, head: string): readonly [string, string] {
  return base === head ? [`${base}#base`, `${head}#head`] : [base, head];
}

function paramsOf(workloads: readonly Workload[], profile: ProfileName): Record<string, Params> {
  const starts = workloads.filter(({ mode }) => mode === "start");
  return Object.fromEntries(
    starts.map(({ id, params }) => {
      const { iterations } = params[profile] as StartParams;
      return [id, { iterations: Math.min(iterations, STARTS) }];
    }),
  );
}

/** What a workload is judged by, about: a start by two moments, others by some metrics. */
const METRICS = { start: 2, other: 4 } as const;

/** Looks before anything could be decided would be wasted. */
export function looksFor(rounds: number, workloads: readonly Workload[]): readonly number[] {
  const cells = workloads.reduce(
    (sum, { mode }) => sum + (mode === "start" ? METRICS.start : METRICS.other),
    0,
  );
  return looksUpTo(rounds, (share) => fewestRounds((ERRORS.alpha * share) / cells));
}
