/**
 * Checks that a run and its records fit together. Reports, exports, comparisons and gates all read
 * runs through this, so a figure that one of them refuses is refused by all. A contradiction of the
 * plan is refused here. What is merely missing is reported by the reader that needs it.
 */
import { inWords } from "./messages.ts";
import { cellKey } from "./plan.ts";
import { planHash } from "./plan-hash.ts";
import { mainTarget, type Run, type RunRecord, roundsOf, subjectsOf } from "./schema.ts";
import { foldProblem } from "./stats/fold.ts";
import type { Check, Metric, Observation, Values } from "./types.ts";

/** As many single starts as fit into a thousand hours. */
const MOST_CELLS = 20_000_000;

/** A contradiction within run.json. Undefined if there is none. */
export function planProblem(run: Run): string | undefined {
  const targets = run.targets.map(({ id }) => id);
  const workloads = run.workloads.map(({ id }) => id);
  const twice = firstTwice(targets) ?? firstTwice(workloads);
  if (twice !== undefined) return `the plan names ${twice} twice`;
  for (const { id, metrics, subjects = [] } of run.workloads) {
    const again =
      firstTwice(metrics.map((one) => one.id)) ?? firstTwice(subjects.map((one) => one.id));
    if (again !== undefined) return `${id} names ${again} twice`;
    const roles = subjects.flatMap((one) => Object.values(one.roles));
    const stranger = roles.find((target) => !targets.includes(target));
    if (stranger !== undefined) return `${id} is measured on ${stranger}, which is not in the plan`;
    if (subjects.some((one) => Object.keys(one.roles).length === 0)) {
      return `${id} is measured on nothing`;
    }
  }
  const sides = run.gate === undefined ? [] : [run.gate.base, run.gate.head];
  const unknown = sides.find((id) => !targets.includes(id));
  if (unknown !== undefined) return `the gate's side ${unknown} is not in the plan`;
  const cells = run.workloads.reduce(
    (sum, workload) => sum + run.rounds * subjectsOf(workload, targets).length,
    0,
  );
  if (cells > MOST_CELLS) {
    return `${run.rounds} rounds of ${workloads.length} workloads on ${targets.length} targets are too many for a plan`;
  }
  if (run.planHash !== undefined && run.planHash !== planHash(run)) {
    return "its plan is not the one that it was written with: seed, rounds, targets, workloads or sizes were changed since";
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
  problemOf(record: RunRecord): string | undefined {
    const { subject, target, workload, round, outcome } = record;
    const plan = this.#plans.get(workload);
    if (plan === undefined) return `the workload ${workload} is not in the plan`;
    if (!plan.subjects.has(subject)) return `the target ${subject} is not in the plan`;
    if (plan.subjects.get(subject) !== target)
      return `the figures of ${subject} are not those of ${target}`;
    if (round > plan.rounds) {
      return `round ${round} of ${workload} is not in the plan, which ends with round ${plan.rounds}`;
    }
    const key = cellKey(record);
    const before = this.#seen.get(key);
    // A cell that was unavailable before an interruption may be measured after it.
    if (before !== undefined && (before !== "unavailable" || outcome.status === "unavailable")) {
      return `${workload} on ${subject} in round ${round} is there twice`;
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
): string | undefined {
  const twice = firstTwice(checks.map(({ check }) => check));
  if (twice !== undefined) return `${twice} is there twice`;
  for (const [id, observed] of byMetric(measurements)) {
    const metric = metrics.get(id);
    if (metric === undefined) return `${workload} does not declare ${id}`;
    const problem = foldProblem(metric, observed);
    if (problem !== undefined) return `${workload} ${inWords(problem)}`;
    // A decrease on the host is a negative number of bytes.
    if (metric.unit === "bytes") continue;
    const negative = observed.flatMap(({ values }) => values).find((value) => value < 0);
    if (negative !== undefined) {
      return `${workload} ${id} has a negative value, ${negative} ${metric.unit}`;
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
