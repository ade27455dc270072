/** What a gate of two sides measures: both in turns, until it is known which is worse. */
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { freshRunId } from "../../run-id.ts";
import { ERRORS } from "../../stats/decide.ts";
import { looksAtWill } from "../../stats/looks.ts";
import { fewestTurns } from "../../stats/turns.ts";
import type { Experiment, Params, ProfileName } from "../../types.ts";
import type { RunChoice } from "../choice.ts";
import { checkReach } from "./reach.ts";
import type { SidesRequest } from "./request.ts";

/** Errors: `IsotaxError`, also for a gate that could never go red. */
export function planGate(request: SidesRequest): RunChoice {
  const { base, head, kinds, workloads, profile, rounds, budgetMs, rules, margin } = request;
  const runId = freshRunId();
  const params = paramsOf(workloads, profile);
  const size = { cpus: request.cpus, memoryMiB: request.memoryMiB };
  checkReach({
    workloads,
    profile,
    params,
    size,
    kinds,
    rules,
    rounds,
    budgetMs,
  });
  return {
    profile,
    rounds,
    workloads,
    runId,
    seed: request.seed ?? randomInt(2 ** 31),
    targets: [base, head],
    params,
    adaptive: { looks: gateLooks(rounds), budgetMs },
    gate: { base, head, margin, rules },
    ...size,
    out: resolve(request.out ?? `results/${runId}`),
  };
}

/** The same target twice gets two names. */
export function sidesOf(base: string, head: string): readonly [string, string] {
  return base === head ? [`${base}#base`, `${head}#head`] : [base, head];
}

/** Parameters for shorter turns, where a workload has them, so that the sides alternate often. */
function paramsOf(workloads: readonly Experiment[], profile: ProfileName): Record<string, Params> {
  return Object.fromEntries(
    workloads.flatMap(({ id, params, inTurns }) =>
      inTurns === undefined ? [] : [[id, inTurns(params[profile])]],
    ),
  );
}

/** The rounds after which a gate looks. Before the first no cell could pass. */
export function gateLooks(rounds: number): readonly number[] {
  return looksAtWill(rounds, fewestTurns(ERRORS.beta));
}
