/** Whether a gate can go red at all: what cannot is refused before anything is measured. */
import { IsotaxError } from "../../errors.ts";
import { type Run, roundsOf, type WorkloadPlan } from "../../schema.ts";
import { NATIVE } from "../../stats/analyze.ts";
import { ERRORS } from "../../stats/decide.ts";
import { firstReach, shareOf } from "../../stats/looks.ts";
import { type MarginRule, ruleFor } from "../../stats/margins.ts";
import { fewestRounds } from "../../stats/power.ts";
import { FEWEST_ROUNDS, isExact } from "../../stats/run-level.ts";
import type {
  Experiment,
  Metric,
  Pace,
  Params,
  ProfileName,
  Size,
  TargetKind,
} from "../../types.ts";
import type { ReadyMachine } from "../prepare.ts";

export interface GatePlan {
  readonly workloads: readonly Experiment[];
  readonly profile: ProfileName;
  /** By workload, where they are not the profile's. */
  readonly params: Readonly<Record<string, Params>>;
  readonly size: Size;
  /** Of base and of head. */
  readonly kinds: readonly TargetKind[];
  readonly rules: readonly MarginRule[];
  readonly rounds: number;
  readonly budgetMs: number;
  looksFor(rounds: number): readonly number[];
}

/** Errors: `NOTHING_GATED`, `TOO_FEW_ROUNDS`, `TOO_LITTLE_TIME` for a plan of which no figures could be called regressed. */
export function checkReach(plan: GatePlan): void {
  const { workloads, rounds, budgetMs, looksFor } = plan;
  const judged = workloads.filter((workload) => leastCells(workload, plan) > 0);
  if (judged.length === 0) {
    throw new IsotaxError(
      "NOTHING_GATED",
      `nothing of ${workloads.map(({ id }) => id).join(", ")} counts for a verdict, so the gate could not say anything`,
      "give it a margin of its own: gate.margins in the configuration; or choose other workloads: --workloads",
    );
  }
  // As few as there may be: more cells take more rounds.
  const cells = judged.reduce((sum, workload) => sum + leastCells(workload, plan), 0);
  const fewest = (share: number) => fewestRounds((ERRORS.alpha * share) / cells);
  // The last look has the largest share.
  const takes = (most: number) => fewest(shareOf(most, looksFor(most)));
  const suffices = (most: number) =>
    judged.some((workload) => roundsIn(workload, plan, most) >= takes(most));
  if (!suffices(rounds)) {
    const enough = upwards(rounds).find(suffices);
    const names = judged.map(({ id }) => id).join(", ");
    throw new IsotaxError(
      "TOO_FEW_ROUNDS",
      `in ${roundsText(Math.max(...judged.map((workload) => roundsIn(workload, plan, rounds))))} of ${names} no slowdown, however large, could be called a regression: it takes ${enough ?? takes(rounds)}`,
      enough === undefined
        ? `it has no more rounds in the profile ${plan.profile}: choose another profile, or compare two runs: isotax gate --baseline DIR`
        : `give it more: --rounds ${enough} at the least; without --rounds it takes what it needs`,
    );
  }
  const looks = looksFor(rounds);
  const first = firstReach(looks, fewest);
  const seconds = workloads.reduce((sum, workload) => sum + leastSeconds(workload, plan), 0);
  if (first * seconds * 1000 > budgetMs) {
    throw new IsotaxError(
      "TOO_LITTLE_TIME",
      `too few rounds fit into ${budgetMs / 1000} s to call anything a regression: it takes ${first} at the least, and each takes ${seconds.toFixed(1)} s or more`,
      `give it more time: --budget ${Math.ceil(2 * first * seconds)}s, for instance`,
    );
  }
}

/** More than any plan takes: the error falls by half with each round. */
const SEARCHED = 100;

function upwards(from: number): readonly number[] {
  return Array.from({ length: SEARCHED }, (_, index) => from + index);
}

function roundsText(rounds: number): string {
  return rounds === 1 ? "1 round" : `${rounds} rounds`;
}

/** How many of its cells will count for the verdict. */
function leastCells(workload: Experiment, plan: GatePlan): number {
  const kind = plan.kinds.at(-1) ?? "runtime";
  const metrics = workload.metrics(paramsOf(workload, plan), plan.size);
  return metrics.filter((is) => counts(workload.id, is, kind, plan.rules)).length;
}

function paramsOf({ id, params }: Experiment, plan: GatePlan): Params {
  return { ...params[plan.profile], ...plan.params[id] };
}

function counts(
  workload: string,
  is: Metric,
  kind: TargetKind,
  rules: readonly MarginRule[],
): boolean {
  return ruleFor({ workload, metric: is.id, is, kind }, undefined, rules).gated;
}

function roundsIn({ rounds: own }: Experiment, { profile }: GatePlan, rounds: number): number {
  return roundsOf(own === undefined ? {} : { rounds: own[profile] }, { rounds });
}

/** The pause before a cold start, and what a start of its kind takes where it is fast; in seconds. */
const PAUSE = 0.05;
const FASTEST: Readonly<Record<TargetKind, number>> = {
  native: 0.0005,
  primitive: 0.001,
  runtime: 0.005,
  engine: 0.1,
  vm: 0.05,
  fake: 0,
};

/** A round of it takes no less, on all sides together. */
function leastSeconds(workload: Experiment, plan: GatePlan): number {
  const pace = (kind: TargetKind): Pace => ({ openingSeconds: PAUSE + FASTEST[kind], slowdown: 1 });
  return plan.kinds.reduce(
    (sum, kind) => sum + workload.seconds(paramsOf(workload, plan), pace(kind)),
    0,
  );
}

/**
 * Errors: `TOO_FEW_ROUNDS`, `NO_NATIVE` for a run that nothing could be compared with by its ratio to
 * native. `rounds`: how many it has, or will have.
 */
export function checkRatios(
  { workloads, targets }: Pick<Run, "workloads" | "targets">,
  rounds: number,
  what: string,
  rules: readonly MarginRule[],
): void {
  const judgedOf = ({ id, metrics }: WorkloadPlan) =>
    metrics.filter((is) => counts(id, is, "runtime", rules));
  const judged = workloads.filter((workload) => judgedOf(workload).length > 0);
  if (judged.length === 0 || judged.flatMap(judgedOf).some(isExact)) return;
  if (!targets.some(({ id }) => id === NATIVE)) {
    throw new IsotaxError(
      "NO_NATIVE",
      `${what} has no ${NATIVE}, and runs are compared by their ratios to it: nothing could be called a regression`,
      `measure that run again, with ${NATIVE} among its targets; or compare in turns: isotax gate BASE HEAD`,
    );
  }
  const most = Math.max(...judged.map((workload) => roundsOf(workload, { rounds })));
  if (most >= FEWEST_ROUNDS) return;
  throw new IsotaxError(
    "TOO_FEW_ROUNDS",
    `${what} has ${roundsText(most)}, of which nothing could be called a regression: it takes ${FEWEST_ROUNDS}`,
    `measure it with more: --rounds ${FEWEST_ROUNDS} at the least`,
  );
}

/** Errors: `CANNOT_COMPARE`: a gate of which one side cannot be measured has nothing to say. */
export function checkBothSides(
  { machine, image, looks }: ReadyMachine,
  workloads: readonly Experiment[],
): void {
  const lacks = [
    ...looks.flatMap(({ state: { ok, id, reason, remedy } }) =>
      ok ? [] : [{ id, reason: reason ?? "unknown", remedy: remedy ?? "isotax doctor says more" }],
    ),
    ...workloads.flatMap((workload) => {
      const lack = machine.lackOf(workload, image);
      return lack === undefined ? [] : [{ id: workload.id, ...lack }];
    }),
  ];
  if (lacks.length === 0) return;
  throw new IsotaxError(
    "CANNOT_COMPARE",
    `not all that is to be compared can be measured here: ${lacks.map(({ id, reason }) => `${id}: ${reason}`).join("; ")}`,
    lacks.map(({ remedy }) => remedy).join("\n     "),
  );
}
