/** Whether a gate can go red at all. A gate that cannot is refused before anything is measured. */
import { IsotaxError } from "../../errors.ts";
import { say } from "../../messages.ts";
import type { Run, WorkloadPlan } from "../../schema.ts";
import { NATIVE } from "../../stats/analyze.ts";
import { type MarginRule, ruleFor } from "../../stats/margins.ts";
import { fewestToRegress } from "../../stats/questions.ts";
import { FEWEST_ROUNDS, isExact } from "../../stats/run-level.ts";
import { roundsOf } from "../../subjects.ts";
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
  /** By workload, where they differ from the profile's. */
  readonly params: Readonly<Record<string, Params>>;
  readonly size: Size;
  /** The kinds of base and head. */
  readonly kinds: readonly TargetKind[];
  readonly rules: readonly MarginRule[];
  readonly rounds: number;
  readonly budgetMs: number;
}

/**
 * Errors: `NOTHING_GATED`, `TOO_FEW_ROUNDS`, `TOO_LITTLE_TIME` for a plan in which no figures could
 * be called regressed.
 */
export function checkReach(plan: GatePlan): void {
  const { workloads, rounds, budgetMs } = plan;
  const judged = workloads.filter((workload) => leastCells(workload, plan) > 0);
  if (judged.length === 0) {
    throw new IsotaxError(
      "NOTHING_GATED",
      say("gate-plan.nothing-gated", { workloads: workloads.map(({ id }) => id) }),
      say("gate-plan.give-a-margin"),
    );
  }
  // The smallest possible number of cells, because more cells need more rounds.
  const cells = judged.reduce((sum, workload) => sum + leastCells(workload, plan), 0);
  const fewest = fewestToRegress(cells);
  const suffices = (most: number) =>
    judged.some((workload) => roundsIn(workload, plan, most) >= fewest);
  if (!suffices(rounds)) {
    const enough = upwards(rounds).find(suffices);
    throw new IsotaxError(
      "TOO_FEW_ROUNDS",
      say("gate-plan.too-few-rounds", {
        rounds: Math.max(...judged.map((workload) => roundsIn(workload, plan, rounds))),
        workloads: judged.map(({ id }) => id),
        fewest: enough ?? fewest,
      }),
      enough === undefined
        ? say("gate-plan.other-profile", { profile: plan.profile })
        : say("gate-plan.more-rounds", { rounds: enough }),
    );
  }
  const seconds = workloads.reduce((sum, workload) => sum + leastSeconds(workload, plan), 0);
  if (fewest * seconds * 1000 > budgetMs) {
    throw new IsotaxError(
      "TOO_LITTLE_TIME",
      say("gate-plan.too-little-time", { budgetMs, rounds: fewest, roundMs: seconds * 1000 }),
      say("gate-plan.more-time", { seconds: Math.ceil(2 * fewest * seconds) }),
    );
  }
}

/** More rounds than any plan needs: the error halves with each round. */
const SEARCHED = 100;

function upwards(from: number): readonly number[] {
  return Array.from({ length: SEARCHED }, (_, index) => from + index);
}

/** At least how many of its cells will count for the verdict. */
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

/** The pause before a cold start, and the time of a fast start of each kind, in seconds. */
const PAUSE = 0.05;
const FASTEST: Readonly<Record<TargetKind, number>> = {
  native: 0.0005,
  primitive: 0.001,
  runtime: 0.005,
  engine: 0.1,
  vm: 0.05,
  fake: 0,
};

/** The least that one of its rounds takes, over all sides. */
function leastSeconds(workload: Experiment, plan: GatePlan): number {
  const pace = (kind: TargetKind): Pace => ({ openingSeconds: PAUSE + FASTEST[kind], slowdown: 1 });
  return plan.kinds.reduce(
    (sum, kind) => sum + workload.seconds(paramsOf(workload, plan), pace(kind)),
    0,
  );
}

/**
 * Errors: `TOO_FEW_ROUNDS`, `NO_NATIVE` for a run that nothing could be compared with by its ratio
 * to native. `rounds` is how many rounds it has, or will have. `which` says whether it is planned.
 */
export function checkRatios(
  { workloads, targets }: Pick<Run, "workloads" | "targets">,
  rounds: number,
  which: "baseline" | "planned",
  rules: readonly MarginRule[],
): void {
  const judgedOf = ({ id, metrics }: WorkloadPlan) =>
    metrics.filter((is) => counts(id, is, "runtime", rules));
  const judged = workloads.filter((workload) => judgedOf(workload).length > 0);
  if (judged.length === 0 || judged.flatMap(judgedOf).some(isExact)) return;
  if (!targets.some(({ id }) => id === NATIVE)) {
    throw new IsotaxError(
      "NO_NATIVE",
      say("gate-plan.no-native", { run: which, native: NATIVE }),
      say("gate-plan.measure-with-native", { native: NATIVE }),
    );
  }
  const most = Math.max(...judged.map((workload) => roundsOf(workload, { rounds })));
  if (most >= FEWEST_ROUNDS) return;
  throw new IsotaxError(
    "TOO_FEW_ROUNDS",
    say("gate-plan.too-few-for-ratios", { run: which, rounds: most, fewest: FEWEST_ROUNDS }),
    say("gate-plan.measure-more", { rounds: FEWEST_ROUNDS }),
  );
}

/**
 * Errors: `CANNOT_COMPARE` if one side cannot be measured, because such a gate has nothing to say.
 */
export function checkBothSides(
  { machine, image, looks }: ReadyMachine,
  workloads: readonly Experiment[],
): void {
  const lacks = [
    ...looks.flatMap(({ state: { ok, id, reason, remedy } }) =>
      ok
        ? []
        : [
            {
              id,
              reason: reason ?? say("gate-plan.unknown"),
              remedy: remedy ?? say("gate-plan.ask-doctor"),
            },
          ],
    ),
    ...workloads.flatMap((workload) => {
      const lack = machine.lackOf(workload, image);
      return lack === undefined ? [] : [{ id: workload.id, ...lack }];
    }),
  ];
  if (lacks.length === 0) return;
  throw new IsotaxError(
    "CANNOT_COMPARE",
    say("gate-plan.cannot-compare", {
      lacks: lacks.map(({ id, reason }) => say("gate-plan.lack", { id, reason })),
    }),
    say("gate-plan.remedies", { remedies: lacks.map(({ remedy }) => remedy) }),
  );
}
