/**
 * Whether a run and its records fit together. Reports, exports, comparisons and gates all read runs
 * through this: a figure that one of them refuses is none for the others. What contradicts the plan
 * is refused; what is merely missing is told by who needs it.
 */
import { cellKey } from "./plan.ts";
import { planHash } from "./plan-hash.ts";
import { type Run, type RunRecord, roundsOf } from "./schema.ts";
import type { Measurement } from "./types.ts";

/** A thousand hours of single starts. */
const MOST_CELLS = 20_000_000;

/** What in run.json contradicts itself; undefined if nothing does. */
export function planProblem(run: Run): string | undefined {
  const targets = run.targets.map(({ id }) => id);
  const workloads = run.workloads.map(({ id }) => id);
  const twice = firstTwice(targets) ?? firstTwice(workloads);
  if (twice !== undefined) return `the plan names ${twice} twice`;
  const sides = run.gate === undefined ? [] : [run.gate.base, run.gate.head];
  const unknown = sides.find((id) => !targets.includes(id));
  if (unknown !== undefined) return `the gate's side ${unknown} is not in the plan`;
  if (run.rounds * targets.length * workloads.length > MOST_CELLS) {
    return `${run.rounds} rounds of ${workloads.length} workloads on ${targets.length} targets are no plan`;
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

type Kind = Pick<Measurement, "unit" | "better">;

/** Takes records in the order in which they stand. */
export class RecordChecker {
  readonly #targets: ReadonlySet<string>;
  readonly #rounds: ReadonlyMap<string, number>;
  readonly #seen = new Map<string, RunRecord["outcome"]["status"]>();
  readonly #kinds = new Map<string, Kind>();

  constructor(run: Run) {
    this.#targets = new Set(run.targets.map(({ id }) => id));
    this.#rounds = new Map(run.workloads.map((one) => [one.id, roundsOf(one, run)]));
  }

  /** What is wrong with the next record; undefined if nothing is. */
  problemOf(record: RunRecord): string | undefined {
    const { target, workload, round, outcome } = record;
    const rounds = this.#rounds.get(workload);
    if (!this.#targets.has(target)) return `the target ${target} is not in the plan`;
    if (rounds === undefined) return `the workload ${workload} is not in the plan`;
    if (round > rounds) {
      return `round ${round} of ${workload} is not in the plan, which ends with round ${rounds}`;
    }
    const key = cellKey(record);
    const before = this.#seen.get(key);
    // What could not be measured before an interruption may be measured after it.
    if (before !== undefined && (before !== "unavailable" || outcome.status === "unavailable")) {
      return `${workload} on ${target} in round ${round} is there twice`;
    }
    this.#seen.set(key, outcome.status);
    return outcome.status === "ok"
      ? this.#measurementProblem(workload, outcome.measurements)
      : undefined;
  }

  #measurementProblem(workload: string, measurements: readonly Measurement[]): string | undefined {
    const twice = firstTwice(measurements.map(({ metric }) => metric));
    if (twice !== undefined) return `${twice} is there twice`;
    for (const { metric, unit, better, values } of measurements) {
      const key = `${workload} ${metric}`;
      const kind = this.#kinds.get(key);
      if (kind === undefined) this.#kinds.set(key, { unit, better });
      else if (kind.unit !== unit || kind.better !== better) {
        return `${key} is in ${unit}, ${better} is better; elsewhere in ${kind.unit}, ${kind.better} is better`;
      }
      // A footprint is a slope: over few instances it may come out below zero.
      const negative = unit === "bytes" ? undefined : values.find((value) => value < 0);
      if (negative !== undefined) return `${key} has a negative value, ${negative} ${unit}`;
    }
    return undefined;
  }
}
