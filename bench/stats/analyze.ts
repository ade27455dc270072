/**
 * Turns records into what the reports show. It is pure: the same run folder gives the same
 * analysis.
 */

import { byMetric } from "../check-records.ts";
import { keyOf, say } from "../messages.ts";
import type { Run, RunRecord, TargetState, WorkloadPlan } from "../schema.ts";
import { roundsOf, subjectsOf } from "../subjects.ts";
import type { Check, Message, Metric, Plausible, Unit, Values, Warning } from "../types.ts";
import { folded } from "./fold.ts";
import { type Overhead, overhead, overheadKind, type RungStep } from "./overhead.ts";
import { dispersion, medianOf, type Summary, summarize } from "./summary.ts";

/** One metric of one workload on one target. */
export interface Row {
  /** Subject that was measured: the target's id, where the subject is one target. */
  readonly subject: string;
  readonly target: string;
  readonly workload: string;
  readonly family: string;
  /** Id of the metric, or of one point of it. */
  readonly metric: string;
  /** The metric as the experiment declared it. */
  readonly is: Metric;
  /** Place among the metrics that the experiment declares. */
  readonly order: number;
  readonly unit: Unit;
  readonly better: Metric["better"];
  readonly clock: Values["clock"];
  /** Value of each round, by round number. */
  readonly rounds: ReadonlyMap<number, number>;
  /** The samples behind each round's value, by round number: single starts, for instance. */
  readonly samples: ReadonlyMap<number, readonly number[]>;
  readonly summary: Summary;
  /**
   * Against native in the same rounds. Absent for native itself, and where a comparison makes no
   * sense.
   */
  readonly overhead?: Overhead;
  /** Against the rung below in the same rounds. Absent where no rung below was measured. */
  readonly step?: RungStep;
}

/** A check of one experiment on one subject, over all rounds. */
export interface CheckRow {
  readonly subject: string;
  readonly workload: string;
  readonly check: string;
  /** Number of rounds for each answer: it held, it did not, or nobody could tell. */
  readonly counts: Readonly<Record<Check["holds"], number>>;
  /** `no` if any round says no; otherwise `unknown` if any round says unknown. */
  readonly holds: Check["holds"];
  /** From the first round whose answer is the one in `holds`. */
  readonly evidence: Message;
  /** Whether the target promises it. Absent where all have to keep it. */
  readonly promised?: boolean;
}

/** A cell that gave no samples, and why. */
export interface NotMeasured {
  /** What should have been measured: a target, or the id of another subject. */
  readonly target: string;
  readonly workload: string;
  readonly status: "unavailable" | "failed" | "missing";
  readonly rounds: readonly number[];
  readonly reason: Message;
  readonly remedy: Message;
  /** The last output on stderr or the console of the instance, from the first of these rounds. */
  readonly lastWords: string;
}

export interface CountedWarning extends Warning {
  /** How often the warning was given; `where` is the first place. */
  readonly count: number;
  readonly where: Message;
}

export interface Analysis {
  readonly rows: readonly Row[];
  readonly checks: readonly CheckRow[];
  readonly notMeasured: readonly NotMeasured[];
  readonly warnings: readonly CountedWarning[];
  /** Pairs of a target and a workload that anything was recorded of. */
  readonly cells: number;
  /** Of them, those with a warning of their own. Warnings about the host are about no pair. */
  readonly warnedCells: number;
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
    checks: buildChecks(records),
    notMeasured: findNotMeasured(run, records),
    warnings: countWarnings(run, records, rows),
    cells: new Set(records.map(cellOf)).size,
    warnedCells: warnedCells(records, rows).size,
    targets: run.targets,
    workloads: run.workloads,
    channelNs: channelCosts(run, records),
  };
}

interface Series {
  readonly is: Metric;
  readonly clock: Values["clock"];
  readonly record: RunRecord;
  /** Place among the metrics of its workload. */
  readonly order: number;
  readonly rounds: Map<number, number>;
  readonly samples: Map<number, readonly number[]>;
}

function buildRows(run: Run, records: readonly RunRecord[]): Row[] {
  const series = seriesOf(run, records);
  const below = new Map(run.targets.map((target) => [target.id, target.below ?? []]));
  const families = new Map(run.workloads.map(({ id, family }) => [id, family]));
  const rows = [...series.values()].map(({ is, order, clock, record, rounds, samples }): Row => {
    const { subject, target, workload } = record;
    const { id: metric, unit, better } = is;
    const kind = overheadKind(is);
    const native = series.get(seriesKey(NATIVE, workload, metric))?.rounds;
    const against =
      subject === NATIVE || native === undefined || kind === undefined
        ? undefined
        : overhead(kind, better, rounds, native);
    const step =
      kind === undefined
        ? undefined
        : stepOf(kind, better, rounds, below.get(subject) ?? [], (id) =>
            series.get(seriesKey(id, workload, metric)),
          );
    return {
      subject,
      target,
      workload,
      family: families.get(workload) ?? "",
      metric,
      is,
      order,
      unit,
      better,
      clock,
      rounds,
      samples,
      summary: summarize([...rounds.values()]),
      ...(against === undefined ? {} : { overhead: against }),
      ...(step === undefined ? {} : { step }),
    };
  });
  const workloads = placesOf(run.workloads.map(({ id }) => id));
  const subjects = new Map(
    run.workloads.map((workload) => [
      workload.id,
      placesOf(
        subjectsOf(
          workload,
          run.targets.map(({ id }) => id),
        ).map(({ id }) => id),
      ),
    ]),
  );
  const place = (row: Row) => [
    workloads.get(row.workload) ?? 0,
    subjects.get(row.workload)?.get(row.subject) ?? 0,
    row.order,
  ];
  return rows
    .map((row) => ({ row, at: place(row) }))
    .sort((a, b) => a.at.reduce((order, at, index) => order || at - (b.at[index] ?? 0), 0))
    .map(({ row }) => row);
}

function placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

function seriesOf(run: Run, records: readonly RunRecord[]): ReadonlyMap<string, Series> {
  const series = new Map<string, Series>();
  const declared = new Map(
    run.workloads.map(({ id, metrics }) => [
      id,
      new Map(metrics.map((metric, order) => [metric.id, { metric, order }])),
    ]),
  );
  for (const record of records) {
    if (record.outcome.status !== "ok") continue;
    for (const [id, observed] of byMetric(record.outcome.measurements)) {
      const known = declared.get(record.workload)?.get(id);
      if (known === undefined) continue;
      for (const { metric: is, value, samples, clock } of folded(known.metric, observed)) {
        const key = seriesKey(record.subject, record.workload, is.id);
        const { order } = known;
        const found: Series = series.get(key) ?? {
          is,
          clock,
          record,
          order,
          rounds: new Map(),
          samples: new Map(),
        };
        found.rounds.set(record.round, value);
        found.samples.set(record.round, samples);
        series.set(key, found);
      }
    }
  }
  return series;
}

function stepOf(
  kind: Overhead["kind"],
  better: Metric["better"],
  rounds: ReadonlyMap<number, number>,
  below: readonly string[],
  find: (target: string) => Series | undefined,
): RungStep | undefined {
  for (const id of below) {
    const base = find(id);
    const paired = base && overhead(kind, better, rounds, base.rounds);
    if (paired !== undefined) return { ...paired, below: id };
  }
  return undefined;
}

function seriesKey(subject: string, workload: string, metric: string): string {
  return JSON.stringify([subject, workload, metric]);
}

function findNotMeasured(run: Run, records: readonly RunRecord[]): NotMeasured[] {
  const found = new Map<string, NotMeasured>();
  const rounds = new Map<string, number[]>();
  const unavailable = new Set<string>();
  for (const { subject: target, workload, round, outcome } of records) {
    const pair = JSON.stringify([target, workload]);
    rounds.set(pair, [...(rounds.get(pair) ?? []), round]);
    if (outcome.status === "ok") {
      // The cell has become available between two parts of the run.
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
      target,
      workload,
      status,
      reason,
      remedy,
      lastWords,
      rounds: [...(known?.rounds ?? []), round].sort((a, b) => a - b),
    });
  }
  const targets = run.targets.map(({ id }) => id);
  for (const workload of run.workloads) {
    for (const target of subjectsOf(workload, targets)) {
      const pair = JSON.stringify([target.id, workload.id]);
      // One "unavailable" record stands for all rounds of the cell.
      if (unavailable.has(pair)) continue;
      const seen = rounds.get(pair) ?? [];
      const missing = Array.from(
        { length: roundsOf(workload, run) },
        (_, index) => index + 1,
      ).filter((round) => !seen.includes(round));
      if (missing.length === 0) continue;
      found.set(JSON.stringify([target.id, workload.id, "missing"]), {
        target: target.id,
        workload: workload.id,
        status: "missing",
        rounds: missing,
        reason: say("verdicts-cells.ended-before"),
        remedy: say("verdicts-cells.resume"),
        lastWords: "",
      });
    }
  }
  return [...found.values()];
}

/** These warnings are about the host, not about the target that happened to run. */
const OF_THE_HOST = ["busy-machine", "steal", "throttling", "swap", "drift"] as const;

const TROUBLES = [
  ...OF_THE_HOST,
  "shared-cpu",
  "shared-core",
  "uneven-cpus",
  "unlimited-memory",
  "host-changed",
] as const;

/** What was wrong with the host, or with what it could give the whole run. */
export type HostTrouble = (typeof TROUBLES)[number];

function aboutOf(warning: Warning, target: string): string {
  return isOfHost(warning) ? "the host" : target;
}

function isOfHost({ code }: Pick<Warning, "code">): boolean {
  return OF_THE_HOST.some((one) => one === code);
}

/** What any of these warnings says of the host, each once. */
export function hostTroubles(warnings: readonly Pick<Warning, "code">[]): readonly HostTrouble[] {
  return TROUBLES.filter((one) => warnings.some(({ code }) => code === one));
}

function cellOf({ subject, workload }: Pick<RunRecord, "subject" | "workload">): string {
  return JSON.stringify([subject, workload]);
}

function warnedCells(records: readonly RunRecord[], rows: readonly Row[]): Set<string> {
  const isOfCell = (warning: Warning) => !isOfHost(warning);
  return new Set([
    ...records.filter(({ warnings }) => warnings.some(isOfCell)).map(cellOf),
    ...rows.filter((row) => warningsOf(row).some(isOfCell)).map(cellOf),
  ]);
}

function warningsOf(row: Row): Warning[] {
  return [...rowWarnings(row), ...noiseWarnings(row)];
}

/**
 * Warnings of one kind about one target are reported once, with their count. Their messages differ
 * only in figures.
 */
function countWarnings(
  run: Run,
  records: readonly RunRecord[],
  rows: readonly Row[],
): CountedWarning[] {
  const counted = new Map<string, CountedWarning>();
  const add = (warning: Warning, about: string, where: Message) => {
    const key = JSON.stringify([warning.code, about]);
    const found = counted.get(key);
    counted.set(
      key,
      found ? { ...found, count: found.count + 1 } : { ...warning, count: 1, where },
    );
  };
  for (const warning of run.warnings) {
    add(warning, keyOf(warning.message), say("verdicts-doubts.of-run"));
  }
  for (const { warnings, subject: target, workload, round } of records) {
    const where = say("verdicts-doubts.of-round", { workload, target, round });
    for (const warning of warnings) add(warning, aboutOf(warning, target), where);
  }
  for (const row of rows) {
    const { workload, metric, subject: target } = row;
    const where = say("verdicts-doubts.of-cell", { workload, metric, target });
    for (const warning of warningsOf(row)) {
      add(warning, aboutOf(warning, target), where);
    }
  }
  return [...counted.values()];
}

/** What to suspect when a target seems faster than native. */
const SUSPECTS: Readonly<Record<Plausible["suspect"], Message>> = {
  cache: say("verdicts-doubts.look-for-cache"),
  size: say("verdicts-doubts.look-for-size"),
};
const DRIFT = 0.1;
const FEWEST_ROUNDS_FOR_DRIFT = 6;

function rowWarnings(row: Row): Warning[] {
  const warnings: Warning[] = [];
  const { role, plausible } = row.is;
  // A cost is not a speed. Neither is a part.
  if (role === "cost" || role === "part") return warnings;
  const high = row.overhead?.summary.interval?.high;
  if (plausible !== undefined && high !== undefined && high < plausible.least) {
    warnings.push({
      code: "faster-than-native",
      message: say("verdicts-doubts.faster-than-native", {
        target: row.subject,
        slowdown: high,
        metric: row.metric,
      }),
      remedy: SUSPECTS[plausible.suspect],
    });
  }
  const drift = row.subject === NATIVE ? driftOf(row) : undefined;
  if (drift !== undefined && Math.abs(drift) > DRIFT) {
    warnings.push({
      code: "drift",
      message: say("verdicts-doubts.drift", { share: drift }),
      remedy: say("verdicts-doubts.trust-overheads"),
    });
  }
  return warnings;
}

const FEWEST_ROUNDS_FOR_NOISE = 5;

/** Warns about a metric that scatters more than it usually does, judged by its own rounds. */
function noiseWarnings(row: Row): Warning[] {
  const values = [...row.rounds.values()];
  const bound = row.is.noise;
  if (values.length < FEWEST_ROUNDS_FOR_NOISE || bound === undefined) return [];
  const scatter = dispersion(values);
  if (scatter <= bound) return [];
  const { workload, metric, subject: target } = row;
  return [
    {
      code: "noisy",
      message: say("verdicts-doubts.noisy", { workload, metric, target, scatter, usual: bound }),
      remedy: say("verdicts-doubts.trust-interval"),
    },
  ];
}

/** Relative change of native's median from the first half of the rounds to the second. */
function driftOf(row: Row): number | undefined {
  const values = [...row.rounds].sort(([a], [b]) => a - b).map(([, value]) => value);
  if (values.length < FEWEST_ROUNDS_FOR_DRIFT || row.is.exact === true) return undefined;
  const half = Math.floor(values.length / 2);
  return medianOf(values.slice(-half)) / medianOf(values.slice(0, half)) - 1;
}

function buildChecks(records: readonly RunRecord[]): CheckRow[] {
  const found = new Map<string, CheckRow>();
  for (const { subject, workload, outcome } of records) {
    if (outcome.status !== "ok") continue;
    for (const one of outcome.checks ?? []) {
      const key = seriesKey(subject, workload, one.check);
      found.set(key, counted(found.get(key), { subject, workload }, one));
    }
  }
  return [...found.values()];
}

function counted(
  known: CheckRow | undefined,
  where: Pick<CheckRow, "subject" | "workload">,
  { check, holds, evidence, promised }: Check,
): CheckRow {
  const before = known?.counts ?? { yes: 0, no: 0, unknown: 0 };
  const counts = { ...before, [holds]: before[holds] + 1 };
  const worse = known === undefined || WORST.indexOf(holds) < WORST.indexOf(known.holds);
  const told = worse ? { holds, evidence } : { holds: known.holds, evidence: known.evidence };
  return { ...where, check, counts, ...told, ...(promised === undefined ? {} : { promised }) };
}

/** A check that fails in one round has failed. */
const WORST: readonly Check["holds"][] = ["no", "unknown", "yes"];

function channelCosts(run: Run, records: readonly RunRecord[]): ReadonlyMap<string, number> {
  const costs = new Map<string, number>();
  for (const { id } of run.targets) {
    const all = records.filter(({ target }) => target === id).flatMap((record) => record.channelNs);
    if (all.length > 0) costs.set(id, medianOf(all));
  }
  return costs;
}
