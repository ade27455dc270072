/** What `isotax gate BASE HEAD` measures: two targets in turns, until it is known which is worse. */
import { randomBytes, randomInt } from "node:crypto";
import { resolve } from "node:path";
import { loadWorkloads } from "../bench/registry.ts";
import { runIdOf } from "../bench/run-id.ts";
import { ERRORS } from "../bench/stats/decide.ts";
import { looksUpTo } from "../bench/stats/looks.ts";
import { fewestRounds } from "../bench/stats/power.ts";
import type { Params, ProfileName, StartParams, Workload } from "../bench/types.ts";
import { findRecipes } from "../runners/registry.ts";
import { wantedTarget } from "./choose-targets.ts";
import { chooseWorkloads } from "./choose-workloads.ts";
import { DEFAULTS, GATE_DEFAULTS } from "./defaults.ts";
import { checkReach } from "./gate-reach.ts";
import type { Sides } from "./gate-request.ts";
import type { RunChoice } from "./options.ts";

/** Starts in a row of one side: few, so that the sides take turns often and share what the host does. */
export const STARTS = 5;

/** Errors: `IsotaxError`, for one that could not go red as well. */
export async function chooseGate(request: Sides): Promise<RunChoice> {
  const known = await loadWorkloads();
  const workloads = chooseWorkloads(request.workloads ?? GATE_DEFAULTS.workloads, known);
  const profile = request.profile ?? DEFAULTS.profile;
  const [base, head] = await sidesOf(request.base, request.head);
  const rounds = request.rounds ?? GATE_DEFAULTS.rounds;
  const budgetMs = request.budgetMs ?? GATE_DEFAULTS.budgetMs;
  const params = paramsOf(workloads, profile);
  checkReach({
    workloads,
    profile,
    params,
    kinds: (await findRecipes([base, head])).map(({ kind }) => kind),
    rules: request.rules,
    rounds,
    budgetMs,
    looksFor: (most) => looksFor(most, workloads),
  });
  const runId = runIdOf(new Date(), randomBytes(2).toString("hex"));
  return {
    ...{ profile, rounds, workloads, runId },
    seed: request.seed ?? randomInt(2 ** 31),
    targets: [base, head],
    params,
    adaptive: { looks: looksFor(rounds, workloads), budgetMs },
    gate: { base, head, margin: request.margin, rules: request.rules },
    cpus: request.cpus ?? DEFAULTS.cpus,
    memoryMiB: request.memory ?? DEFAULTS.memoryMiB,
    out: resolve(request.out ?? `results/${runId}`),
  };
}

/** The same target twice gets two names. Errors: `IsotaxError` for one that is unknown. */
async function sidesOf(base: string, head: string): Promise<readonly [string, string]> {
  const ids = [await wantedTarget(base), await wantedTarget(head)] as const;
  return ids[0] === ids[1] ? [`${ids[0]}#base`, `${ids[1]}#head`] : ids;
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
