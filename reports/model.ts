/** The input of every report, and what reports have in common. */
import { decideClaims } from "../bench/claims/decide.ts";
import type { ClaimResults } from "../bench/claims/result.ts";
import { emulationReason, isEmulated } from "../bench/emulation.ts";
import { type Code, say } from "../bench/messages.ts";
import type { Run, RunRecord, TargetState, WorkloadPlan } from "../bench/schema.ts";
import {
  type Analysis,
  analyze,
  type CheckRow,
  type NotMeasured,
  type Row,
} from "../bench/stats/analyze.ts";
import { isMadeUp } from "../bench/stats/cells.ts";
import type { EarlierRuns } from "../bench/stats/earlier-runs.ts";
import type { Judgement } from "../bench/stats/judgement.ts";
import { mainTarget, subjectsOf } from "../bench/subjects.ts";
import type { Metric } from "../bench/types.ts";
import { auditWord } from "./audit-words.ts";
import { hostIsIn } from "./host-words.ts";
import { t, textOf } from "./text/message.ts";

export interface ReportInput {
  readonly run: Run;
  readonly records: readonly RunRecord[];
  readonly analysis: Analysis;
  /** What the run shows of what people say about isolation. */
  readonly claims: ClaimResults;
  /**
   * The judgement of a gate that compared the run with others. Two sides of one run are judged from
   * its records instead.
   */
  readonly judgement?: Judgement;
  /** What a site knows of the host before this run. */
  readonly earlier?: EarlierRuns;
  /** The page in each language, if there are several. */
  readonly pages?: readonly PageOfLanguage[];
}

/** `report.html` in the language that was chosen; in another one, `report.ko.html` beside it. */
export interface PageOfLanguage {
  readonly tag: string;
  readonly file: string;
}

export function reportInput(run: Run, records: readonly RunRecord[]): ReportInput {
  const analysis = analyze(run, records);
  return { run, records, analysis, claims: decideClaims(run, analysis) };
}

/** One file that a report writes into the run folder. */
export interface Report {
  readonly file: string;
  /** Whether there may be one in each language: a page for readers, that links to the others. */
  readonly pages?: true;
  render(input: ReportInput): string | Promise<string>;
}

/**
 * Ids of a workload's metrics, in the order in which it declares them. Names of system calls are left
 * out: they have a table of their own.
 */
export function metricsOf(rows: readonly Row[], workload: string): readonly string[] {
  const own = rows.filter((row) => row.workload === workload && row.is.surface !== "names");
  const orders = new Map<string, number>();
  for (const { metric, order } of own) if (!orders.has(metric)) orders.set(metric, order);
  return [...orders].sort(([, a], [, b]) => a - b).map(([metric]) => metric);
}

/** The headline metric of a workload that measures starts; undefined for others. */
export function startMetric({ metrics }: WorkloadPlan): Metric | undefined {
  return metrics.find(({ role, each }) => role === "headline" && each === "start");
}

export function findRow(
  rows: readonly Row[],
  workload: string,
  metric: string,
  target: string,
): Row | undefined {
  return rows.find(
    (row) => row.workload === workload && row.metric === metric && row.subject === target,
  );
}

/** A line of a table: what one check found. `text` is undefined for a target without the check. */
export interface CheckLine {
  readonly check: string;
  text(target: string): string | undefined;
}

/** The checks of a workload, in the order in which it made them. */
export function checkLines({ analysis }: ReportInput, workload: string): readonly CheckLine[] {
  const own = analysis.checks.filter((one) => one.workload === workload);
  return [...new Set(own.map(({ check }) => check))].map((check) => ({
    check,
    text: (target) => {
      const found = own.find((one) => one.check === check && one.subject === target);
      return found && checkText(found);
    },
  }));
}

function checkText(row: CheckRow): string {
  if (row.promised !== undefined) return textOf(auditWord(row));
  const { holds, evidence } = row;
  return t("report.checked", { answer: say(`check.${holds}` as const), evidence });
}

/** Ids of statuses are the same in every language. These are their words. */
const STATUSES = {
  unavailable: "report.unavailable",
  failed: "report.failed",
  missing: "report.missing",
} as const satisfies Record<NotMeasured["status"], Code>;

export function statusWord(status: NotMeasured["status"]): string {
  return t(STATUSES[status]);
}

/** The word that a table shows where there is no row: why there is none. */
export function absence(input: ReportInput, target: string, workload: string): string {
  const found = input.analysis.notMeasured.find(
    (one) => one.target === target && one.workload === workload,
  );
  if (found !== undefined) return statusWord(found.status);
  const planned = targetsOf(input, workload).some(({ id }) => id === target);
  return t(planned ? "report.not-applicable" : "report.not-planned");
}

/**
 * What a workload was to be measured on: the columns of its table. Where a target is measured in
 * several ways, each is a column, which has the way's name and is the target in all else.
 */
export function targetsOf(
  { run, analysis }: ReportInput,
  workload: string,
): readonly TargetState[] {
  const plan = run.workloads.find(({ id }) => id === workload);
  const ids = analysis.targets.map(({ id }) => id);
  const subjects = subjectsOf(plan ?? {}, ids);
  return analysis.targets.flatMap((target) =>
    subjects
      .filter((subject) => mainTarget(subject) === target.id)
      .map((subject) => (subject.id === target.id ? target : { ...target, id: subject.id })),
  );
}

/** `failed in round 2, 3`; just the status where it holds for every round. */
export function statusText({ status, rounds }: NotMeasured): string {
  if (status === "unavailable") return statusWord(status);
  return t("report.status-in-rounds", { status: say(STATUSES[status]), rounds });
}

/** The note at the top of a report on a run that is not complete. */
export function incompleteNote({ status }: Run): string | undefined {
  if (status === "complete") return undefined;
  return t("report.not-complete", { status });
}

/** The note at the top of a report on made-up times. */
export function madeUpNote({ targets }: Pick<Run, "targets">): string | undefined {
  const made = targets.filter(isMadeUp).map(({ id }) => id);
  return made.length === 0 ? undefined : t("report.made-up", { targets: made });
}

/** How and where a run was made, for the head of a report. */
export function madeWith({ profile, rounds, seed, cpus, memoryMiB, host }: Run) {
  return {
    profile,
    rounds,
    seed,
    cpus,
    memoryMiB,
    cpu: host["CPU"] ?? "",
    os: host["OS"] ?? "",
    kernel: host["kernel"] ?? "",
    isIn: hostIsIn(host),
  };
}

/** Emulated targets with the reason, for the note that every table carries. */
export function emulationNotes(targets: readonly TargetState[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const target of targets.filter(isEmulated)) {
    const reason = textOf(emulationReason(target) ?? say("report.no-reason"));
    byReason.set(reason, [...(byReason.get(reason) ?? []), target.id]);
  }
  return [...byReason].map(([reason, ids]) => t("report.emulated-note", { targets: ids, reason }));
}

/** With more targets than this a table has a line for each, and a column for each metric. */
const MOST_COLUMNS = 6;

/**
 * Whether tables have a line for each target, or that of a workload one for each way in which its
 * targets are measured.
 */
export function targetsAsLines(input: ReportInput, workload?: string): boolean {
  const ways = workload === undefined ? [] : targetsOf(input, workload);
  return Math.max(input.analysis.targets.length, ways.length) > MOST_COLUMNS;
}

/** A table's lines turned into its columns. */
export function turned<T>(table: readonly (readonly T[])[]): T[][] {
  return (table[0] ?? []).map((_, column) => table.map((line) => line[column] as T));
}

/** Parts of a whole (`shipped/kernel`, `host-cpu/user`); tables show the whole. */
export function isPart({ is }: Pick<Row, "is">): boolean {
  return is.role === "part";
}
