/**
 * Checks that a run and its records fit together. Reports, exports, comparisons and gates all read
 * runs through this, so a figure that one of them refuses is refused by all. A contradiction of the
 * plan is refused here. What is merely missing is reported by the reader that needs it.
 */
import { say } from "./messages.ts";
import { cellKey } from "./plan.ts";
import { planHash } from "./plan-hash.ts";
import type { Run, RunRecord } from "./schema.ts";
import { foldProblem } from "./stats/fold.ts";
import { mainTarget, roundsOf, subjectsOf } from "./subjects.ts";
import type { Check, Message, Metric, Observation, Values } from "./types.ts";

/** As many single starts as fit into a thousand hours. */
const MOST_CELLS = 20_000_000;

/** A contradiction within run.json. Undefined if there is none. */
export function planProblem(run: Run): Message | undefined {
  const targets = run.targets.map(({ id }) => id);
  const workloads = run.workloads.map(({ id }) => id);
  const twice = firstTwice(targets) ?? firstTwice(workloads);
  if (twice !== undefined) return say("runs.plan-names-twice", { name: twice });
  for (const { id: workload, metrics, subjects = [] } of run.workloads) {
    const again =
      firstTwice(metrics.map((one) => one.id)) ?? firstTwice(subjects.map((one) => one.id));
    if (again !== undefined) return say("runs.workload-names-twice", { workload, name: again });
    const roles = subjects.flatMap((one) => Object.values(one.roles));
    const stranger = roles.find((target) => !targets.includes(target));
    if (stranger !== undefined) {
      return say("runs.stranger-in-subject", { workload, target: stranger });
    }
    if (subjects.some((one) => Object.keys(one.roles).length === 0)) {
      return say("runs.subject-of-nothing", { workload });
    }
  }
  const sides = run.gate === undefined ? [] : [run.gate.base, run.gate.head];
  const unknown = sides.find((id) => !targets.includes(id));
  if (unknown !== undefined) return say("runs.unknown-side", { target: unknown });
  const cells = run.workloads.reduce(
    (sum, workload) => sum + run.rounds * subjectsOf(workload, targets).length,
    0,
  );
  if (cells > MOST_CELLS) {
    const counts = { workloads: workloads.length, targets: targets.length };
    return say("runs.too-many-cells", { rounds: run.rounds, ...counts });
  }
  if (run.planHash !== undefined && run.planHash !== planHash(run)) {
    return say("runs.plan-changed");
  }
  return undefined;
}

function firstTwice(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

/** Checks records in the order in which they are stored. */
export class RecordChecker {
  readonly #plans: ReadonlyMap<string, Planned>;
  readonly #seen = new Map<string, RunRecord["outcome"]["status"]>();

  constructor(run: Run) {
    const targets = run.targets.map(({ id }) => id);
    this.#plans = new Map(
      run.workloads.map((workload): [string, Planned] => [
        workload.id,
        {
          rounds: roundsOf(workload, run),
          subjects: new Map(
            subjectsOf(workload, targets).map((subject) => [subject.id, mainTarget(subject)]),
          ),
          metrics: new Map(workload.metrics.map((metric) => [metric.id, metric])),
        },
      ]),
    );
  }

  /** What is wrong with the next record. Undefined if nothing is. */
  problemOf(record: RunRecord): Message | undefined {
    const { subject, target, workload, round, outcome } = record;
    const plan = this.#plans.get(workload);
    if (plan === undefined) return say("runs.unplanned-workload", { workload });
    if (!plan.subjects.has(subject)) return say("runs.unplanned-target", { target: subject });
    if (plan.subjects.get(subject) !== target) return say("runs.other-target", { subject, target });
    if (round > plan.rounds) {
      return say("runs.unplanned-round", { round, workload, last: plan.rounds });
    }
    const key = cellKey(record);
    const before = this.#seen.get(key);
    // A cell that was unavailable before an interruption may be measured after it.
    if (before !== undefined && (before !== "unavailable" || outcome.status === "unavailable")) {
      return say("runs.cell-twice", { workload, subject, round });
    }
    this.#seen.set(key, outcome.status);
    return outcome.status === "ok"
      ? observationProblem(workload, plan.metrics, outcome)
      : undefined;
  }
}

interface Planned {
  readonly rounds: number;
  /** The main target of each subject. */
  readonly subjects: ReadonlyMap<string, string>;
  readonly metrics: ReadonlyMap<string, Metric>;
}

/** The results of a cell. */
export interface Observed {
  readonly measurements: readonly Values[];
  readonly checks?: readonly Check[];
}

/** Separates an experiment's values from its checks. */
export function observed(all: readonly Observation[]): Observed {
  const checks = all.filter((one) => "check" in one);
  const measurements = all.filter((one) => "metric" in one);
  return checks.length === 0 ? { measurements } : { measurements, checks };
}

/** What is wrong with the observations of a cell. Undefined if nothing is. */
export function observationProblem(
  workload: string,
  metrics: ReadonlyMap<string, Metric>,
  { measurements, checks = [] }: Observed,
): Message | undefined {
  const twice = firstTwice(checks.map(({ check }) => check));
  if (twice !== undefined) return say("runs.check-twice", { check: twice });
  for (const [id, observed] of byMetric(measurements)) {
    const metric = metrics.get(id);
    if (metric === undefined) return say("runs.undeclared-metric", { workload, metric: id });
    const problem = foldProblem(metric, observed);
    if (problem !== undefined) return say("runs.bad-metric", { workload, problem });
    // A decrease on the host is a negative number of bytes.
    if (metric.unit === "bytes") continue;
    const negative = observed.flatMap(({ values }) => values).find((value) => value < 0);
    if (negative !== undefined) {
      return say("runs.negative-value", {
        workload,
        metric: id,
        value: negative,
        unit: metric.unit,
      });
    }
  }
  return undefined;
}

/** Groups observations by metric, in their order. */
export function byMetric(observations: readonly Values[]): ReadonlyMap<string, readonly Values[]> {
  const found = new Map<string, Values[]>();
  for (const one of observations) {
    const known = found.get(one.metric);
    if (known === undefined) found.set(one.metric, [one]);
    else known.push(one);
  }
  return found;
}
