/** What `isotax gate BASE HEAD` measures: two targets in turns, until it is known which is worse. */
import { randomBytes, randomInt } from "node:crypto";
import { resolve } from "node:path";
import { loadExperiments } from "../bench/registry.ts";
import { runIdOf } from "../bench/run-id.ts";
import { ERRORS } from "../bench/stats/decide.ts";
import { looksUpTo } from "../bench/stats/looks.ts";
import { fewestRounds } from "../bench/stats/power.ts";
import type { Experiment, Params, ProfileName } from "../bench/types.ts";
import { findRecipes } from "../runners/registry.ts";
import { wantedTarget } from "./choose-targets.ts";
import { chooseWorkloads } from "./choose-workloads.ts";
import { DEFAULTS, GATE_DEFAULTS } from "./defaults.ts";
import { checkReach } from "./gate-reach.ts";
import type { Sides } from "./gate-request.ts";
import type { RunChoice } from "./options.ts";

/** Errors: `IsotaxError`, for one that could not go red as well. */
export async function chooseGate(request: Sides): Promise<RunChoice> {
  const known = await loadExperiments();
  const workloads = chooseWorkloads(request.workloads ?? GATE_DEFAULTS.workloads, known);
  const profile = request.profile ?? DEFAULTS.profile;
  const [base, head] = await sidesOf(request.base, request.head);
  const rounds = request.rounds ?? GATE_DEFAULTS.rounds;
  const budgetMs = request.budgetMs ?? GATE_DEFAULTS.budgetMs;
  const params = paramsOf(workloads, profile);
  const size = {
    cpus: request.cpus ?? DEFAULTS.cpus,
    memoryMiB: request.memory ?? DEFAULTS.memoryMiB,
  };
  const cells = workloads.reduce(
    (sum, { metrics, ...one }) =>
      sum +
      metrics({ ...one.params[profile], ...params[one.id] }, size).filter(({ gated }) => gated)
        .length,
    0,
  );
  checkReach({
    workloads,
    profile,
    params,
    size,
    kinds: (await findRecipes([base, head])).map(({ kind }) => kind),
    rules: request.rules,
    rounds,
    budgetMs,
    looksFor: (most) => looksFor(most, cells),
  });
  const runId = runIdOf(new Date(), randomBytes(2).toString("hex"));
  return {
    ...{ profile, rounds, workloads, runId },
    seed: request.seed ?? randomInt(2 ** 31),
    targets: [base, head],
    params,
    adaptive: { looks: looksFor(rounds, cells), budgetMs },
    gate: { base, head, margin: request.margin, rules: request.rules },
    ...size,
    out: resolve(request.out ?? `results/${runId}`),
  };
}

/** The same target twice gets two names. Errors: `IsotaxError` for one that is unknown. */
async function sidesOf(base: string, head: string): Promise<readonly [string, string]> {
  const ids = [await wantedTarget(base), await wantedTarget(head)] as const;
  return ids[0] === ids[1] ? [`${ids[0]}#base`, `${ids[1]}#head`] : ids;
}

/** Of those that take shorter turns, where the sides are to alternate often. */
function paramsOf(workloads: readonly Experiment[], profile: ProfileName): Record<string, Params> {
  return Object.fromEntries(
    workloads.flatMap(({ id, params, inTurns }) =>
      inTurns === undefined ? [] : [[id, inTurns(params[profile])]],
    ),
  );
}

/** Looks before anything could be decided would be wasted. `cells`: how many are judged. */
export function looksFor(rounds: number, cells: number): readonly number[] {
  return looksUpTo(rounds, (share) => fewestRounds((ERRORS.alpha * share) / Math.max(1, cells)));
}
