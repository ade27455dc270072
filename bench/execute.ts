/**
 * Walks the plan: open, warm up, measure, close, one cell after the other. It
 * never prints; what happens is told to a listener. A cell that fails becomes a
 * failed outcome, and the walk goes on; only an abort or a full disk ends it.
 */
import { checkClocks, readClock } from "./clocks.ts";
import { costs } from "./costs.ts";
import { IsotaxError, messageOf, originOf, RunnerError } from "./errors.ts";
import { measureFootprint } from "./footprint.ts";
import { busyWarning, hostWarnings, snapshot } from "./monitor.ts";
import { type Cell, cellKey } from "./plan.ts";
import type { RunRecord } from "./schema.ts";
import { measureServe } from "./serve.ts";
import { FEWEST_FOR_STEADY, steadyState } from "./stats/steady-state.ts";
import { trend } from "./stats/trend.ts";
import type {
  Command,
  ExecWorkload,
  FootprintParams,
  Image,
  Lack,
  Measurement,
  OpenSpec,
  Outcome,
  Params,
  Phase,
  ServeWorkload,
  Session,
  StartParams,
  StartResult,
  StartWorkload,
  Target,
  Warning,
  Workload,
} from "./types.ts";

export interface PlannedWorkload {
  readonly workload: Workload;
  readonly params: Readonly<Record<string, string | number>>;
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
  /** How long a round begins by looking whether the CPUs are busy; 200 ms by default. */
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
  const told = new Set<string>();
  for (const cell of execution.cells) {
    if (execution.signal.aborted) return;
    if (execution.done.has(cellKey(cell))) continue;
    if (execution.wants?.(cell) === false) continue;
    const skipped = unavailability(execution, cell);
    // One line says that a cell cannot be measured; a line a round would say no more. It is
    // the first one of this walk: what worked before a --resume may not work after it.
    const pair = `${cell.target}/${cell.workload}`;
    if (skipped !== undefined && told.has(pair)) continue;
    if (skipped !== undefined) told.add(pair);
    if (cell.round !== round && skipped === undefined) {
      round = cell.round;
      if (performance.now() >= lookAtMs) {
        roundWarning = await busyWarning(execution.cpus, execution.busyLookMs ?? BUSY_LOOK_MS);
        lookAtMs = performance.now() + LOOK_AGAIN_MS;
      }
    }
    execution.onCell(cell);
    const startedAt = new Date().toISOString();
    const before = snapshot(execution.cpus);
    const startNs = process.hrtime.bigint();
    const result = skipped === undefined ? await measure(execution, cell) : nothing(skipped);
    // Work that was cut short by an interrupt is no outcome: the cell is still to be done.
    if (execution.signal.aborted) return;
    const warnings = [...result.warnings, ...hostWarnings(before, snapshot(execution.cpus))];
    if (roundWarning !== undefined) warnings.push(roundWarning);
    roundWarning = undefined;
    execution.onRecord({
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
  return {
    status: "ok",
    measurements: outcome.measurements.map((one) => ({ ...one, values: [...one.values] })),
  };
}

function unavailability(execution: Execution, cell: Cell): Outcome | undefined {
  const { target, workload } = lookUp(execution, cell);
  const { needs = [] } = workload.workload;
  const lacking = needs.find((need) => target.target.lacks[need] !== undefined);
  const lack = lacking === undefined ? undefined : target.target.lacks[lacking];
  const why = target.unavailable ?? workload.unavailable ?? lack;
  return why && { status: "unavailable", ...why };
}

function lookUp(execution: Execution, cell: Cell) {
  const target = execution.targets.get(cell.target);
  const workload = execution.workloads.get(cell.workload);
  if (target === undefined || workload === undefined) {
    throw new Error(`the plan names ${cell.target} and ${cell.workload}, which are not loaded`);
  }
  return { target, workload };
}

function nothing(outcome: Outcome): CellResult {
  return { outcome, timedNs: 0, lifecycle: [], channelNs: [], warnings: [] };
}

async function measure(execution: Execution, cell: Cell): Promise<CellResult> {
  const { target, workload: planned } = lookUp(execution, cell);
  const { workload, params } = planned;
  try {
    switch (workload.mode) {
      case "start":
        return await measureStart(execution, target.target, workload, params as StartParams);
      case "exec":
        return await measureExec(execution, target.target, workload, params);
      case "serve":
        return await measureServed(execution, target.target, workload, params);
      case "footprint": {
        const spec = specOf(execution, workload);
        const sizes = params as FootprintParams;
        const { signal } = execution;
        const found = await measureFootprint(target.target, spec, workload, sizes, signal);
        return nothing({ status: "ok", measurements: found });
      }
      case "inspect": {
        const measurements = await workload.measure(target.target, execution.image);
        return nothing({ status: "ok", measurements });
      }
    }
  } catch (error) {
    const outcome = failedOutcome(error);
    if (outcome.status !== "failed" || outcome.code !== "UNEXPECTED_OUTPUT")
      return nothing(outcome);
    const versions = workload.tools.flatMap((tool) => {
      const version = execution.toolVersions?.get(tool) ?? "";
      return version === "" ? [] : [`${tool} ${version}`];
    });
    const reason = `${outcome.reason} (installed: ${versions.join(", ") || "of unknown version"})`;
    return nothing({ ...outcome, reason });
  }
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

/** Fresh instances, one after the other, until the number or the time is reached. */
async function measureStart(
  execution: Execution,
  target: Target,
  workload: StartWorkload,
  params: StartParams,
): Promise<CellResult> {
  const spec = specOf(execution);
  const samples = new Map<Phase["phase"] | "prework", number[]>();
  let timedNs = 0;
  const until = performance.now() + params.budgetMs;
  for (let i = 0; i < params.iterations && (i === 0 || performance.now() < until); i++) {
    const result = await target.start(spec, workload.command, execution.signal);
    checkStart(target, workload, result);
    for (const { phase, atNs } of result.lifecycle) {
      if (phase !== "spawn") samples.set(phase, [...(samples.get(phase) ?? []), atNs]);
    }
    // Of warm starts only; never part of the start.
    if (result.preworkNs !== undefined) {
      samples.set("prework", [...(samples.get("prework") ?? []), result.preworkNs]);
    }
    timedNs += result.lifecycle.at(-1)?.atNs ?? 0;
  }
  const measurements = [...samples].map(
    ([metric, values]): Measurement => ({
      metric,
      unit: "ns",
      better: "lower",
      clock: "host",
      values,
    }),
  );
  return { ...nothing({ status: "ok", measurements }), timedNs };
}

function checkStart(target: Target, workload: StartWorkload, result: StartResult): void {
  if (result.exitCode === 0 && result.stdout === workload.expect) return;
  throw new RunnerError(
    "WRONG_OUTPUT",
    `${workload.id} on ${target.id}: expected ${JSON.stringify(workload.expect)} and exit code 0, ` +
      `got ${JSON.stringify(result.stdout.slice(0, 200))} and ${result.exitCode}`,
    "run the target's tool by hand with the same command",
    "exited",
    "",
  );
}

const ROUND_TRIPS = 5;

async function measureExec(
  execution: Execution,
  target: Target,
  workload: ExecWorkload,
  params: Readonly<Record<string, string | number>>,
): Promise<CellResult> {
  const { signal } = execution;
  await using session = await target.open(specOf(execution, workload), signal);
  const channelNs: number[] = [];
  for (let i = 0; i < ROUND_TRIPS; i++) channelNs.push(await session.roundTripNs(signal));
  const size = { cpus: execution.cpus.length, memoryMiB: execution.memoryMiB };
  const warmup = workload.warmup?.(params, size);
  if (warmup !== undefined) await checkedExec(session, target, workload, warmup, signal);
  const measurements: Measurement[] = [];
  let workNs = 0;
  let clock = await readClock(session, signal);
  for (const step of workload.steps(params, size)) {
    const before = session.hostCpu();
    const result = await checkedExec(session, target, workload, step.command, signal);
    const after = session.hostCpu();
    const parsed = step.parse(result.stdout);
    const later = await readClock(session, signal);
    checkClocks(target, workload.id, clock, later);
    clock = later;
    workNs += result.hostNs;
    measurements.push(...parsed.measurements, ...costs(step.name, parsed.work, before, after));
  }
  await session.close();
  const warnings = trendWarnings(target, workload, measurements);
  return { ...closed(session, measurements, workNs), channelNs, warnings };
}

/** What a session gave that has been closed. */
function closed(
  { lifecycle }: Session,
  measurements: readonly Measurement[],
  workNs: number,
): CellResult {
  const at = new Map(lifecycle.map(({ phase, atNs }) => [phase, atNs]));
  const opening = at.get("ready") ?? 0;
  const removal = (at.get("removed") ?? 0) - (at.get("exited") ?? 0);
  const timedNs = opening + workNs + removal;
  return { ...nothing({ status: "ok", measurements }), timedNs, lifecycle };
}

async function measureServed(
  execution: Execution,
  target: Target,
  workload: ServeWorkload,
  params: Params,
): Promise<CellResult> {
  const { signal, cpus, memoryMiB } = execution;
  const spec = { ...specOf(execution, workload), served: true };
  await using session = await target.open(spec, signal);
  const size = { cpus: cpus.length, memoryMiB };
  const served = await measureServe(session, target, workload, params, size, signal);
  await session.close();
  return closed(session, served.measurements, served.workNs);
}

/** Work that still gets faster or slower while it is measured has not been warmed up. */
const TREND = 0.15;

function trendWarnings(
  target: Target,
  workload: ExecWorkload,
  measurements: readonly Measurement[],
): Warning[] {
  return measurements.flatMap(({ metric, values }): Warning[] => {
    const change = trend(values);
    if (change === undefined || Math.abs(change) < TREND) return [];
    return [
      {
        code: "warmup-trend",
        message: `${workload.id} ${metric} on ${target.id} changed by ${(change * 100).toFixed(0)}% within one opening${steadyText(values)}`,
        remedy: "a larger profile measures longer, after more warm-up",
      },
    ];
  });
}

/** From where on there is no more change, if the samples are enough to tell. */
function steadyText(values: readonly number[]): string {
  const { from, steady } = steadyState(values);
  if (steady) return `; steady from sample ${from + 1} of ${values.length} on`;
  return values.length < FEWEST_FOR_STEADY ? "" : "; it never became steady";
}

async function checkedExec(
  session: Awaited<ReturnType<Target["open"]>>,
  target: Target,
  workload: ExecWorkload,
  command: Command,
  signal: AbortSignal,
) {
  const result = await session.exec(command, signal);
  if (result.exitCode === 0) return result;
  throw new RunnerError(
    "EXIT_CODE",
    `${workload.id} on ${target.id}: exit code ${result.exitCode}`,
    "see the last words below",
    "exec",
    [result.stdout.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}

function specOf(
  { cpus, memoryMiB, image }: Execution,
  { scratchMiB, rootMiB }: Pick<OpenSpec, "scratchMiB" | "rootMiB"> = { scratchMiB: 0 },
): OpenSpec {
  return { cpus, memoryMiB, image, scratchMiB, ...(rootMiB === undefined ? {} : { rootMiB }) };
}
