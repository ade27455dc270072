/**
 * Walks the plan: open, warm up, measure, close, one cell after the other. It
 * never prints; what happens is told to a listener. A cell that fails becomes a
 * failed outcome, and the walk goes on; only an abort or a full disk ends it.
 */

import { observationProblem, observed } from "../check-records.ts";
import { IsotaxError, messageOf, originOf, RunnerError } from "../errors.ts";
import { busyWarning, hostWarnings, snapshot } from "../monitor.ts";
import { type Cell, cellKey } from "../plan.ts";
import type { RunRecord } from "../schema.ts";
import type {
  Check,
  Experiment,
  Image,
  Lack,
  Metric,
  Outcome,
  Params,
  Phase,
  Subject,
  Target,
  Warning,
} from "../types.ts";
import { CellLab } from "./lab.ts";

export interface PlannedWorkload {
  readonly workload: Experiment;
  readonly params: Params;
  readonly metrics: readonly Metric[];
  /** By id. */
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Why it cannot run here, if so. */
  readonly unavailable?: Lack;
}

export interface PlannedTarget {
  readonly target: Target;
  readonly unavailable?: Lack;
}

export interface Execution {
  readonly cells: readonly Cell[];
  /** Keys of the cells that have a record already. */
  readonly done: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, PlannedTarget>;
  readonly workloads: ReadonlyMap<string, PlannedWorkload>;
  readonly image: Image;
  readonly cpus: readonly number[];
  readonly memoryMiB: number;
  /** Version of each tool of the image, by name; for errors about what it printed. */
  readonly toolVersions?: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /** How long a round begins by looking whether the CPUs are busy; 200 ms by default. 0: the host is not watched. */
  readonly busyLookMs?: number;
  /** Whether a cell is still to be measured, asked for each in order; all of them without. */
  readonly wants?: (cell: Cell) => boolean;
  readonly onCell: (cell: Cell) => void;
  /** Stores the record; what it throws ends the walk. */
  readonly onRecord: (record: RunRecord) => void;
}

/** What a cell gives, before it is stamped and stored. */
interface CellResult {
  readonly outcome: Outcome;
  readonly timedNs: number;
  readonly lifecycle: readonly Phase[];
  readonly channelNs: readonly number[];
  readonly warnings: readonly Warning[];
}

/** How long each round begins by looking whether somebody else uses the CPUs. */
const BUSY_LOOK_MS = 200;
/** Rounds that are shorter than this are not each worth a look. */
const LOOK_AGAIN_MS = 5000;

export async function execute(execution: Execution): Promise<void> {
  let round = 0;
  let roundWarning: Warning | undefined;
  let lookAtMs = 0;
  const lookMs = execution.busyLookMs ?? BUSY_LOOK_MS;
  const watched = lookMs > 0;
  const told = new Set<string>();
  for (const cell of execution.cells) {
    if (execution.signal.aborted) return;
    if (execution.done.has(cellKey(cell))) continue;
    if (execution.wants?.(cell) === false) continue;
    const skipped = unavailability(execution, cell);
    // One line says that a cell cannot be measured; a line a round would say no more. It is
    // the first one of this walk: what worked before a --resume may not work after it.
    const pair = `${cell.subject}/${cell.workload}`;
    if (skipped !== undefined && told.has(pair)) continue;
    if (skipped !== undefined) told.add(pair);
    if (cell.round !== round && skipped === undefined) {
      round = cell.round;
      if (watched && performance.now() >= lookAtMs) {
        roundWarning = await busyWarning(execution.cpus, lookMs);
        lookAtMs = performance.now() + LOOK_AGAIN_MS;
      }
    }
    execution.onCell(cell);
    const startedAt = new Date().toISOString();
    const before = watched ? snapshot(execution.cpus) : undefined;
    const startNs = process.hrtime.bigint();
    const result = skipped === undefined ? await measure(execution, cell) : nothing(skipped);
    // Work that was cut short by an interrupt is no outcome: the cell is still to be done.
    if (execution.signal.aborted) return;
    const warnings = [...result.warnings];
    if (before !== undefined) warnings.push(...hostWarnings(before, snapshot(execution.cpus)));
    if (roundWarning !== undefined) warnings.push(roundWarning);
    roundWarning = undefined;
    execution.onRecord({
      subject: cell.subject,
      target: cell.target,
      workload: cell.workload,
      round: cell.round,
      position: cell.position,
      startedAt,
      wallNs: Number(process.hrtime.bigint() - startNs),
      timedNs: result.timedNs,
      lifecycle: [...result.lifecycle],
      channelNs: [...result.channelNs],
      warnings,
      outcome: mutable(result.outcome),
    });
  }
}

function mutable(outcome: Outcome): RunRecord["outcome"] {
  if (outcome.status !== "ok") return outcome;
  const { observations, checks } = outcome;
  return {
    status: "ok",
    observations: observations.map(({ metric, at, clock, values }) => ({
      metric,
      ...(at === undefined ? {} : { at: { ...at } }),
      clock,
      values: [...values],
    })),
    ...(checks === undefined ? {} : { checks: checks.map(mutableCheck) }),
  };
}

function mutableCheck({ check, holds, evidence: { code, values } }: Check) {
  return { check, holds, evidence: { code, values: { ...values } } };
}

function unavailability(execution: Execution, cell: Cell): Outcome | undefined {
  const { workload, subject, targets } = lookUp(execution, cell);
  const involved = Object.values(subject.roles).flatMap((id) => targets.get(id) ?? []);
  const lacks = involved.flatMap(({ target }) =>
    workload.workload.needs.flatMap((need) => target.lacks[need] ?? []),
  );
  const unusable = involved.flatMap(({ unavailable }) => unavailable ?? []);
  const why = unusable[0] ?? workload.unavailable ?? lacks[0];
  return why && { status: "unavailable", ...why };
}

function lookUp({ targets, workloads }: Execution, cell: Cell) {
  const workload = workloads.get(cell.workload);
  const subject = workload?.subjects.get(cell.subject);
  const known = subject && Object.values(subject.roles).every((id) => targets.has(id));
  if (workload === undefined || subject === undefined || known !== true) {
    throw new Error(`the plan names ${cell.subject} and ${cell.workload}, which are not loaded`);
  }
  return { workload, subject, targets };
}

function nothing(outcome: Outcome): CellResult {
  return { outcome, timedNs: 0, lifecycle: [], channelNs: [], warnings: [] };
}

async function measure(execution: Execution, cell: Cell): Promise<CellResult> {
  const { workload: planned, subject, targets } = lookUp(execution, cell);
  const { workload, params } = planned;
  const lab = new CellLab(
    execution,
    subject,
    new Map([...targets].map(([id, { target }]) => [id, target])),
  );
  try {
    const found = observed(await closing(lab, () => workload.run(lab, subject, params)));
    const metrics = new Map(planned.metrics.map((metric) => [metric.id, metric]));
    const problem = observationProblem(workload.id, metrics, found);
    if (problem !== undefined) throw new Error(problem);
    const { timedNs, lifecycle, channelNs, warnings } = lab;
    return { outcome: { status: "ok", ...found }, timedNs, lifecycle, channelNs, warnings };
  } catch (error) {
    return nothing(withVersions(failedOutcome(error), workload, execution));
  }
}

/** Closes the lab whatever happens. What came first is what is to be told. */
async function closing<T>(lab: CellLab, work: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await lab.close().catch(() => {});
    throw error;
  }
  await lab.close();
  return result;
}

/** What a tool printed that was not expected may be of another version than the parser knows. */
function withVersions(
  outcome: Outcome,
  { tools }: Experiment,
  { toolVersions }: Pick<Execution, "toolVersions">,
): Outcome {
  if (outcome.status !== "failed" || outcome.code !== "UNEXPECTED_OUTPUT") return outcome;
  const versions = tools.flatMap((tool) => {
    const version = toolVersions?.get(tool) ?? "";
    return version === "" ? [] : [`${tool} ${version}`];
  });
  const reason = `${outcome.reason} (installed: ${versions.join(", ") || "of unknown version"})`;
  return { ...outcome, reason };
}

export function failedOutcome(thrown: unknown): Outcome {
  const error = originOf(thrown);
  if (error instanceof IsotaxError) {
    const runner = error instanceof RunnerError ? error : undefined;
    return {
      status: "failed",
      phase: runner?.phase ?? "measure",
      code: error.code,
      reason: error.message,
      remedy: error.remedy,
      stderrTail: runner?.stderrTail ?? "",
    };
  }
  return {
    status: "failed",
    phase: "measure",
    code: "UNEXPECTED",
    reason: messageOf(error),
    remedy: "this is a defect of isotax: please report it with the run folder",
    stderrTail: error instanceof Error ? (error.stack ?? "") : "",
  };
}
