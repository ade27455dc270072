/** Records -> what the reports show. Pure: the same run folder gives the same analysis. */
import {
  type Run,
  type RunRecord,
  roundsOf,
  type TargetState,
  type WorkloadPlan,
} from "../schema.ts";
import type { Measurement, Resource, Warning } from "../types.ts";
import { isCost } from "./cost.ts";
import { type Overhead, overhead, overheadKind, type Step } from "./overhead.ts";
import { dispersion, medianOf, type Summary, summarize } from "./summary.ts";

/** One metric of one workload on one target. */
export interface Row {
  readonly target: string;
  readonly workload: string;
  readonly metric: string;
  readonly resource: Resource;
  readonly unit: Measurement["unit"];
  readonly better: Measurement["better"];
  readonly clock: Measurement["clock"];
  /** Value of each round, by round number. */
  readonly rounds: ReadonlyMap<number, number>;
  /** What these are the medians of, by round number: single starts, for instance. */
  readonly samples: ReadonlyMap<number, readonly number[]>;
  readonly summary: Summary;
  /** Against native in the same rounds; absent for native itself and where it makes no sense. */
  readonly overhead?: Overhead;
  /** Against the rung below in the same rounds; absent where none of those below was measured. */
  readonly step?: Step;
}

/** A cell that gave no samples, and why. */
export interface NotMeasured {
  readonly target: string;
  readonly workload: string;
  readonly status: "unavailable" | "failed" | "missing";
  readonly rounds: readonly number[];
  readonly reason: string;
  readonly remedy: string;
  /** What the instance last wrote to stderr or its console, in the first of these rounds. */
  readonly lastWords: string;
}

export interface CountedWarning extends Warning {
  /** How often it was given, and where first. */
  readonly count: number;
  readonly where: string;
}

export interface Analysis {
  readonly rows: readonly Row[];
  readonly notMeasured: readonly NotMeasured[];
  readonly warnings: readonly CountedWarning[];
  readonly targets: readonly TargetState[];
  readonly workloads: readonly WorkloadPlan[];
  /** Median cost of a round trip to an instance's agent, by target, in ns. */
  readonly channelNs: ReadonlyMap<string, number>;
}

/** Id of the target that others are compared with. */
export const NATIVE = "native";

export function analyze(run: Run, records: readonly RunRecord[]): Analysis {
  const rows = buildRows(run, records);
  return {
    rows,
    notMeasured: findNotMeasured(run, records),
    warnings: countWarnings(run, records, rows),
    targets: run.targets,
    workloads: run.workloads,
    channelNs: channelCosts(run, records),
  };
}

interface Series {
  readonly measurement: Measurement;
  readonly record: RunRecord;
  readonly rounds: Map<number, number>;
  readonly samples: Map<number, readonly number[]>;
}

function buildRows(run: Run, records: readonly RunRecord[]): Row[] {
  const series = new Map<string, Series>();
  for (const record of records) {
    if (record.outcome.status !== "ok") continue;
    for (const measurement of record.outcome.measurements) {
      const key = seriesKey(record.target, record.workload, measurement.metric);
      const found: Series = series.get(key) ?? {
        measurement,
        record,
        rounds: new Map(),
        samples: new Map(),
      };
      found.rounds.set(record.round, medianOf(measurement.values));
      found.samples.set(record.round, measurement.values);
      series.set(key, found);
    }
  }
  const below = new Map(run.targets.map((target) => [target.id, target.below ?? []]));
  const resources = new Map(run.workloads.map(({ id, resource }) => [id, resource as Resource]));
  const rows = [...series.values()].map(({ measurement, record, rounds, samples }): Row => {
    const { target, workload } = record;
    const { metric, unit, better, clock } = measurement;
    const resource = resources.get(workload) ?? "cpu";
    const native = series.get(seriesKey(NATIVE, workload, metric))?.rounds;
    const kind = overheadKind(resource);
    const against =
      target === NATIVE || native === undefined || kind === undefined
        ? undefined
        : overhead(kind, better, rounds, native);
    const step =
      kind === undefined
        ? undefined
        : stepOf(kind, better, rounds, below.get(target) ?? [], (id) =>
            series.get(seriesKey(id, workload, metric)),
          );
    return {
      ...{ target, workload, metric, resource, unit, better, clock, rounds, samples },
      summary: summarize([...rounds.values()]),
      ...(against === undefined ? {} : { overhead: against }),
      ...(step === undefined ? {} : { step }),
    };
  });
  const workloadOrder = run.workloads.map(({ id }) => id);
  const targetOrder = run.targets.map(({ id }) => id);
  // Metrics keep the order in which the workload reports them: the sort is stable.
  return rows.sort(
    (a, b) =>
      workloadOrder.indexOf(a.workload) - workloadOrder.indexOf(b.workload) ||
      targetOrder.indexOf(a.target) - targetOrder.indexOf(b.target),
  );
}

function stepOf(
  kind: Overhead["kind"],
  better: Measurement["better"],
  rounds: ReadonlyMap<number, number>,
  below: readonly string[],
  find: (target: string) => Series | undefined,
): Step | undefined {
  for (const id of below) {
    const base = find(id);
    const paired = base && overhead(kind, better, rounds, base.rounds);
    if (paired !== undefined) return { ...paired, below: id };
  }
  return undefined;
}

function seriesKey(target: string, workload: string, metric: string): string {
  return JSON.stringify([target, workload, metric]);
}

function findNotMeasured(run: Run, records: readonly RunRecord[]): NotMeasured[] {
  const found = new Map<string, NotMeasured>();
  const rounds = new Map<string, number[]>();
  const unavailable = new Set<string>();
  for (const { target, workload, round, outcome } of records) {
    const pair = JSON.stringify([target, workload]);
    rounds.set(pair, [...(rounds.get(pair) ?? []), round]);
    if (outcome.status === "ok") {
      // It has become available between the parts of a run.
      unavailable.delete(pair);
      for (const [key, one] of found) {
        if (one.status === "unavailable" && one.target === target && one.workload === workload) {
          found.delete(key);
        }
      }
      continue;
    }
    if (outcome.status === "unavailable") unavailable.add(pair);
    const { status, reason, remedy } = outcome;
    const key = JSON.stringify([target, workload, status, reason]);
    const known = found.get(key);
    const lastWords =
      known?.lastWords ?? (outcome.status === "failed" ? outcome.stderrTail.trim() : "");
    found.set(key, {
      ...{ target, workload, status, reason, remedy, lastWords },
      rounds: [...(known?.rounds ?? []), round].sort((a, b) => a - b),
    });
  }
  for (const target of run.targets) {
    for (const workload of run.workloads) {
      const pair = JSON.stringify([target.id, workload.id]);
      // One line says that a cell cannot be measured; it stands for all rounds.
      if (unavailable.has(pair)) continue;
      const seen = rounds.get(pair) ?? [];
      const missing = Array.from(
        { length: roundsOf(workload, run) },
        (_, index) => index + 1,
      ).filter((round) => !seen.includes(round));
      if (missing.length === 0) continue;
      found.set(JSON.stringify([target.id, workload.id, "missing"]), {
        ...{ target: target.id, workload: workload.id, status: "missing", rounds: missing },
        ...{ reason: "the run ended before it was measured", remedy: "go on with it: --resume" },
        lastWords: "",
      });
    }
  }
  return [...found.values()];
}

/** They are about the host, not about the target that happened to run. */
const OF_THE_HOST: readonly Warning["code"][] = [
  ...(["busy-machine", "steal", "throttling", "swap", "drift"] as const),
];

function aboutOf({ code }: Warning, target: string): string {
  return OF_THE_HOST.includes(code) ? "the host" : target;
}

/** Warnings of one kind about one target are told once, with how often; its messages differ by figures. */
function countWarnings(
  run: Run,
  records: readonly RunRecord[],
  rows: readonly Row[],
): CountedWarning[] {
  const counted = new Map<string, CountedWarning>();
  const add = (warning: Warning, about: string, where: string) => {
    const key = JSON.stringify([warning.code, about]);
    const found = counted.get(key);
    counted.set(
      key,
      found ? { ...found, count: found.count + 1 } : { ...warning, count: 1, where },
    );
  };
  const noise = new Map(run.workloads.map((workload) => [workload.id, workload.noise]));
  for (const warning of run.warnings) add(warning, warning.message, "run");
  for (const { warnings, target, workload, round } of records) {
    for (const warning of warnings) {
      add(warning, aboutOf(warning, target), `${workload} on ${target}, round ${round}`);
    }
  }
  for (const row of rows) {
    const where = `${row.workload} ${row.metric} on ${row.target}`;
    const bound = noise.get(row.workload) ?? DEFAULT_NOISE;
    for (const warning of [...rowWarnings(row), ...noiseWarnings(row, bound)]) {
      add(warning, aboutOf(warning, row.target), where);
    }
  }
  return [...counted.values()];
}

/**
 * A disk that beats the one below it has skipped work: a cache, or a flush that is not one.
 * A CPU that does has another size, other bytes, or native a handicap: none is faster than itself.
 */
const SUSPICIOUS = {
  disk: {
    below: 0.9,
    remedy: "look for a cache that answers instead of the disk, or a flush that is not honoured",
  },
  cpu: {
    below: 0.98,
    remedy: "look for what a process finds there and not on the host: sizes, limits, paths",
  },
} as const;
const DRIFT = 0.1;
const FEWEST_ROUNDS_FOR_DRIFT = 6;

function rowWarnings(row: Row): Warning[] {
  const warnings: Warning[] = [];
  // A cost is not a speed.
  if (isCost(row.metric)) return warnings;
  const high = row.overhead?.summary.interval?.high;
  const suspicious =
    row.resource === "disk" || row.resource === "cpu" ? SUSPICIOUS[row.resource] : undefined;
  if (suspicious !== undefined && high !== undefined && high < suspicious.below) {
    warnings.push({
      code: "faster-than-native",
      message: `${row.target} is ${(1 / high).toFixed(2)} times as fast as native at ${row.metric} or more; no isolation speeds work up`,
      remedy: suspicious.remedy,
    });
  }
  const drift = row.target === NATIVE ? driftOf(row) : undefined;
  if (drift !== undefined && Math.abs(drift) > DRIFT) {
    warnings.push({
      code: "drift",
      message: `the host itself changed by ${(drift * 100).toFixed(0)}% between the first and the second half of the rounds`,
      remedy:
        "trust the paired overheads more than the absolute figures; run again on a quiet machine",
    });
  }
  return warnings;
}

/** How much rounds may scatter where a workload does not say. */
const DEFAULT_NOISE = 0.2;
const FEWEST_ROUNDS_FOR_NOISE = 5;
/** Tails scatter by nature, and costs with what they are divided by: neither says that the work does. */
const TAIL = /(?:^|\.)p99(?:\.9)?$/;

/** A workload that is noisy says so from its own rounds. */
function noiseWarnings(row: Row, bound: number): Warning[] {
  const values = [...row.rounds.values()];
  if (values.length < FEWEST_ROUNDS_FOR_NOISE || TAIL.test(row.metric)) return [];
  if (isCost(row.metric)) return [];
  const scatter = dispersion(values);
  if (scatter <= bound) return [];
  return [
    {
      code: "noisy",
      message: `${row.workload} ${row.metric} scatters by ${(scatter * 100).toFixed(0)}% between rounds on ${row.target}; ${(bound * 100).toFixed(0)}% is usual`,
      remedy:
        "take more rounds, a larger profile or a quieter machine; trust the interval, not the median",
    },
  ];
}

/** Relative change of native's median from the first half of the rounds to the second. */
function driftOf(row: Row): number | undefined {
  const values = [...row.rounds].sort(([a], [b]) => a - b).map(([, value]) => value);
  if (values.length < FEWEST_ROUNDS_FOR_DRIFT || row.resource === "image") return undefined;
  const half = Math.floor(values.length / 2);
  return medianOf(values.slice(-half)) / medianOf(values.slice(0, half)) - 1;
}

function channelCosts(run: Run, records: readonly RunRecord[]): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const { id } of run.targets) {
    const all = records.filter(({ target }) => target === id).flatMap((record) => record.channelNs);
    if (all.length > 0) costs.set(id, medianOf(all));
  }
  return costs;
}
