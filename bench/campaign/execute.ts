/**
 * Walks the plan: open, warm up, measure, close, one cell after the other. It never prints; a
 * listener is told what happens. A cell that fails becomes a failed outcome, and the walk
 * continues. Only an abort or a full disk ends it.
 */

import { observationProblem, observed } from "../check-records.ts";
import { asMessage, IsotaxError, originOf, RunnerError, UnavailableError } from "../errors.ts";
import { say } from "../messages.ts";
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
  /** Subjects by id. */
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
  /** Keys of the cells that already have a record. */
  readonly done: ReadonlySet<string>;
  /** Keys of the cells of which a record says already that they are unavailable. */
  readonly saidUnavailable?: ReadonlySet<string>;
  readonly targets: ReadonlyMap<string, PlannedTarget>;
  readonly workloads: ReadonlyMap<string, PlannedWorkload>;
  readonly image: Image;
  readonly cpus: readonly number[];
  readonly harnessCpus?: readonly number[];
  readonly memoryMiB: number;
  /** Version of each tool of the image, by name. Errors about a tool's output name it. */
  readonly toolVersions?: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  /**
   * How long the CPUs are watched for other load at the start of a round, 200 ms by default. 0: the
   * host is not watched at all.
   */
  readonly busyLookMs?: number;
  /**
   * Whether a cell should still be measured. Asked for each cell in order. All cells are, if
   * absent.
   */
  readonly wants?: (cell: Cell) => boolean;
  readonly onCell: (cell: Cell) => void;
  /** Stores the record. An error from it ends the walk. */
  readonly onRecord: (record: RunRecord) => void;
}

/** The result of a cell, before it is stamped and stored. */
interface CellResult {
  readonly outcome: Outcome;
  readonly timedNs: number;
  readonly lifecycle: readonly Phase[];
  readonly channelNs: readonly number[];
  readonly warnings: readonly Warning[];
}

/** How long the CPUs are watched for other users at the start of each round. */
const BUSY_LOOK_MS = 200;
/** Shorter rounds are not each worth a look. */
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
    const skipped = await unavailability(execution, cell);
    // One record says that a cell is unavailable; one per round would add nothing. Each walk writes
    // its own, because what worked before a --resume may not work after it.
    const pair = `${cell.subject}/${cell.workload}`;
    if (skipped !== undefined && told.has(pair)) continue;
    if (skipped !== undefined) told.add(pair);
    if (skipped !== undefined && execution.saidUnavailable?.has(cellKey(cell)) === true) continue;
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
    // An interrupted cell has no outcome. It is still to be measured.
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
  const { measurements, checks } = outcome;
  return {
    status: "ok",
    measurements: measurements.map(({ metric, at, clock, values }) => ({
      metric,
      ...(at === undefined ? {} : { at: { ...at } }),
      clock,
      values: [...values],
    })),
    ...(checks === undefined ? {} : { checks: checks.map(mutableCheck) }),
  };
}

function mutableCheck({ evidence: { code, values }, ...check }: Check) {
  return { ...check, evidence: { code, values: { ...values } } };
}

async function unavailability(execution: Execution, cell: Cell): Promise<Outcome | undefined> {
  const { workload, subject, targets } = lookUp(execution, cell);
  const involved = Object.values(subject.roles).flatMap((id) => targets.get(id) ?? []);
  const { needs, tools } = workload.workload;
  const needed = [...needs, ...tools.map((tool) => `tool:${tool}` as const)];
  const lacks = involved.flatMap(({ target }) => needed.flatMap((one) => target.lacks[one] ?? []));
  const asked = await Promise.all(involved.map(({ target }) => target.lackOf?.(subject.at)));
  const unusable = involved.flatMap(({ unavailable }) => unavailable ?? []);
  const why =
    unusable[0] ?? workload.unavailable ?? lacks[0] ?? asked.find((one) => one !== undefined);
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
    if (problem !== undefined) throw new IsotaxError("UNEXPECTED", problem, DEFECT);
    const { timedNs, lifecycle, channelNs, warnings } = lab;
    return { outcome: { status: "ok", ...found }, timedNs, lifecycle, channelNs, warnings };
  } catch (error) {
    return nothing(withVersions(failedOutcome(error), workload, execution));
  }
}

/** Closes the lab whatever happens. The first error is the one that is reported. */
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

/** Adds tool versions to an error about unexpected output: the parser may not know that version. */
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
  return { ...outcome, reason: say("workloads.installed", { reason: outcome.reason, versions }) };
}

const DEFECT = say("campaign.defect");

export function failedOutcome(thrown: unknown): Outcome {
  const error = originOf(thrown);
  if (error instanceof UnavailableError) {
    return { status: "unavailable", reason: error.what, remedy: error.remedy };
  }
  if (error instanceof IsotaxError) {
    const runner = error instanceof RunnerError ? error : undefined;
    return {
      status: "failed",
      phase: runner?.phase ?? "measure",
      code: error.code,
      reason: error.what,
      remedy: error.remedy,
      stderrTail: runner?.stderrTail ?? "",
    };
  }
  return {
    status: "failed",
    phase: "measure",
    code: "UNEXPECTED",
    reason: asMessage(error),
    remedy: DEFECT,
    stderrTail: error instanceof Error ? (error.stack ?? "") : "",
  };
}
