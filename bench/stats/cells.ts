/** The cells of both sides, ready to be judged: what was measured, and what forbids a judgement. */
import { isMessage, say, verbatim } from "../messages.ts";
import type { Run, RunRecord, TargetState, WorkloadPlan } from "../schema.ts";
import type { Metric, TargetKind } from "../types.ts";
import { analyze, type NotMeasured, type Row } from "./analyze.ts";
import { incompleteBeta } from "./distributions.ts";
import type { Problem } from "./judge.ts";
import type { Tries } from "./judgement.ts";
import type { MarginRule } from "./margins.ts";

/** A run with its analysis. */
export interface Analyzed {
  readonly run: Run;
  readonly records: readonly RunRecord[];
  readonly rows: readonly Row[];
  readonly notMeasured: readonly NotMeasured[];
  /** Rounds in which a workload ran on a target without an error. */
  readonly okRounds: (target: string, workload: string) => readonly number[];
}

export function analyzed(run: Run, records: readonly RunRecord[]): Analyzed {
  const { rows, notMeasured } = analyze(run, records);
  const ok = new Map<string, number[]>();
  for (const { subject: target, workload, round, outcome } of records) {
    if (outcome.status !== "ok") continue;
    const key = JSON.stringify([target, workload]);
    const rounds = ok.get(key);
    if (rounds === undefined) ok.set(key, [round]);
    else rounds.push(round);
  }
  const okRounds = (target: string, workload: string) =>
    ok.get(JSON.stringify([target, workload])) ?? [];
  return { run, records, rows, notMeasured, okRounds };
}

export function rowOf(
  { rows }: Analyzed,
  target: string,
  workload: string,
  metric: string,
): Row | undefined {
  return rows.find(
    (row) => row.subject === target && row.workload === workload && row.metric === metric,
  );
}

export function stateOf({ run }: Analyzed, target: string): TargetState | undefined {
  return run.targets.find(({ id }) => id === target);
}

/** Whether the target's times are made up. */
export function isMadeUp(state: Pick<TargetState, "kind">): boolean {
  return state.kind === "fake";
}

export function targetKindOf(state: TargetState | undefined): TargetKind {
  return state?.kind ?? "runtime";
}

/** What a metric has in common on both sides. */
export interface JudgedMetric {
  readonly metric: string;
  readonly is: Metric;
  readonly family: string;
  readonly unit: Metric["unit"];
  readonly better: Metric["better"];
}

/** The part of a verdict that describes its metric. */
export function toldOf({ metric, is, family, unit, better }: JudgedMetric) {
  const each = is.each === undefined ? {} : { each: is.each };
  const headline = is.role === "headline" ? { headline: true as const } : {};
  return { metric, family, unit, better, ...each, ...headline };
}

function kindOfMetric(is: Metric, family: string): JudgedMetric {
  return { metric: is.id, is, family, unit: is.unit, better: is.better };
}

/**
 * Metrics of a workload that any side has, in the workload's order, as the last side declares them.
 * If no side has any, the result is one placeholder.
 * A metric for which a margin is given by name is included even if it was not measured, because
 * somebody wanted it to be judged. A metric that is neither better nor worse cannot be judged.
 */
export function metricsOfSides(
  sides: readonly { readonly of: Analyzed; readonly target: string }[],
  workload: string,
  rules: readonly MarginRule[],
): readonly JudgedMetric[] {
  const kinds = new Map<string, JudgedMetric>();
  for (const { of, target } of sides) {
    for (const { subject, workload: id, metric, is, family } of of.rows) {
      if (subject !== target || id !== workload || is.better === "neither") continue;
      kinds.set(metric, kindOfMetric(is, family));
    }
  }
  const planned = sides.flatMap(({ of }) => of.run.workloads).findLast(({ id }) => id === workload);
  const family = planned?.family ?? "";
  if (kinds.size === 0) kinds.set(NOTHING, kindOfMetric(nothingMeasured(planned), family));
  for (const { cells, gated } of rules) {
    const [named, metric] = namedBy(cells);
    if (gated === false || named !== workload || metric === undefined) continue;
    if (kinds.has(metric)) continue;
    const declared = planned?.metrics.find(({ id }) => id === metric);
    kinds.set(metric, kindOfMetric(declared ?? { ...PLACEHOLDER, id: metric }, family));
  }
  return [...kinds.values()];
}

/** The placeholder counts for the gate if any metric would have. */
function nothingMeasured(planned: Pick<WorkloadPlan, "metrics"> | undefined): Metric {
  const gated = planned?.metrics.some((metric) => metric.gated) ?? true;
  return { ...PLACEHOLDER, gated };
}

/** The workload and the metric that a rule names. Empty if the rule may fit several. */
function namedBy(cells: string): readonly (string | undefined)[] {
  const [workload, ...metric] = cells.split("/");
  return cells.includes("*") || metric.length === 0 ? [] : [workload, metric.join("/")];
}

/** Stands for the metrics of a workload that no side has measured. */
export const NOTHING = "(nothing measured)";

const PLACEHOLDER: Metric = {
  id: NOTHING,
  unit: "ns",
  better: "lower",
  role: "headline",
  against: "ratio",
  gated: true,
};

/** A cell on one side. */
interface AskedCell {
  readonly target: string;
  readonly workload: string;
  readonly row: Row | undefined;
}

/** Why a cell on one side cannot be judged. More rounds would not change that. */
export function lastingProblem(
  side: Analyzed,
  { target, workload, row }: AskedCell,
  last = Number.POSITIVE_INFINITY,
): Problem | undefined {
  if (row === undefined) {
    const first = notMeasuredOf(side, target, workload)[0];
    const { targets, workloads, runId } = side.run;
    const isPart =
      targets.some(({ id }) => id === target) && workloads.some(({ id }) => id === workload);
    const { reason, remedy } = first ?? {
      reason: isPart
        ? say("verdicts-cells.no-such-figure", { runId })
        : say("verdicts-cells.not-part", { runId }),
      remedy: say("verdicts-cells.measure-both"),
    };
    return {
      reason: say("verdicts-cells.not-measured", { target, reason }),
      remedy: isMessage(remedy) ? remedy : verbatim(remedy),
    };
  }
  for (const [round, value] of row.rounds) {
    if (round > last || (value > 0 && Number.isFinite(value))) continue;
    const { unit, metric } = row;
    return {
      reason: say("verdicts-cells.no-measurement", {
        target,
        value: String(value),
        unit,
        round,
        metric,
      }),
      remedy: say("verdicts-cells.leave-out"),
    };
  }
  return undefined;
}

/** Why a cell on one side cannot be judged: too many of its rounds are lost. */
export function lostProblem(side: Analyzed, asked: AskedCell): Problem | undefined {
  const { target, workload, row } = asked;
  if (row === undefined) return undefined;
  const { failed, without } = lossesOf(side, asked);
  const [first] = failedOf(side, target, workload);
  if (first !== undefined && isTooMany(failed)) {
    const { reason, remedy } = first;
    return {
      reason: say("verdicts-cells.failed", { target, lost: failed.lost, of: failed.of, reason }),
      remedy: say("verdicts-cells.fix-first", { remedy }),
    };
  }
  if (!isTooMany(without)) return undefined;
  const { lost, of } = without;
  return {
    reason: say("verdicts-cells.without-figure", { target, metric: row.metric, lost, of }),
    remedy: say("verdicts-cells.find-out-why"),
  };
}

interface Loss {
  readonly lost: number;
  readonly of: number;
}

/** `failed`: rounds that failed. `without`: rounds that went well, but lack the figure. */
function lossesOf(
  side: Analyzed,
  { target, workload, row }: AskedCell,
): Readonly<Record<"failed" | "without", Loss>> {
  const { rounds, failed } = triesOf(side, target, workload);
  const ok = rounds - failed;
  const have = row?.rounds.size ?? 0;
  return { failed: { lost: failed, of: rounds }, without: { lost: ok - have, of: ok } };
}

/** If more than this share of a cell's rounds is lost, the other rounds say little. */
const MOST_LOST = 0.1;
/** How unlikely so many losses have to be where that share is true. */
const UNLIKELY = 0.05;

/**
 * Whether more than that share is surely lost, by the binomial distribution: a few failures in few
 * rounds may be chance.
 */
function isTooMany({ lost, of }: Loss): boolean {
  return lost > 0 && incompleteBeta(lost, of - lost + 1, MOST_LOST) <= UNLIKELY;
}

/** Both problems, for a run that is judged once. */
export function problemOf(side: Analyzed, asked: AskedCell): Problem | undefined {
  return lastingProblem(side, asked) ?? lostProblem(side, asked);
}

/** How many rounds a side tried, and how many of them failed, whatever the metric. */
export function triesOf(side: Analyzed, target: string, workload: string): Tries {
  const tried = [...triedRounds(side, target, workload).values()];
  return { rounds: tried.length, failed: tried.filter(Boolean).length };
}

/** The rounds that a side tried, and whether they failed. */
export function triedRounds(
  side: Analyzed,
  target: string,
  workload: string,
): ReadonlyMap<number, boolean> {
  const failed = failedOf(side, target, workload).flatMap(({ rounds }) => rounds);
  return new Map([
    ...side.okRounds(target, workload).map((round): [number, boolean] => [round, false]),
    ...failed.map((round): [number, boolean] => [round, true]),
  ]);
}

/** The first failure of a side, and what to do about it. */
export function firstFailure(
  side: Analyzed,
  target: string,
  workload: string,
): Problem | undefined {
  const [first] = failedOf(side, target, workload);
  return first && { reason: first.reason, remedy: first.remedy };
}

function failedOf(side: Analyzed, target: string, workload: string): readonly NotMeasured[] {
  return notMeasuredOf(side, target, workload).filter(({ status }) => status === "failed");
}

function notMeasuredOf(side: Analyzed, target: string, workload: string): readonly NotMeasured[] {
  return side.notMeasured.filter((one) => one.target === target && one.workload === workload);
}

/** How far time synchronisation may set the wall clock, in ms. */
const CLOCK_SLACK_MS = 1000;

/**
 * Says that the host's wall clock was set back during the run. Nobody knows then what else jumped.
 */
export function clockProblem({ run, records }: Analyzed): Problem | undefined {
  // Each workload is checked by itself, because workloads of a merged run were measured side by
  // side. Records are taken in the order in which they were written: a cell that was not available
  // at first is measured when the run is resumed.
  const last = new Map<string, number>();
  for (const record of records) {
    const { workload, target, round, startedAt } = record;
    const jumpMs = Date.parse(startedAt) - (last.get(workload) ?? 0);
    if (jumpMs < -CLOCK_SLACK_MS) {
      return {
        reason: say("verdicts-cells.clock-set-back", {
          backMs: -jumpMs,
          runId: run.runId,
          round,
          workload,
          target,
        }),
        remedy: say("verdicts-cells.let-clock-settle"),
      };
    }
    last.set(workload, Date.parse(startedAt));
  }
  return undefined;
}
