/** Work inside an open instance. Only the work is timed. */
import { RunnerError } from "../errors.ts";
import { say, type ValuesOf } from "../messages.ts";
import { FEWEST_FOR_STEADY, steadyState } from "../stats/steady-state.ts";
import { trend } from "../stats/trend.ts";
import type {
  Command,
  Experiment,
  Lab,
  Message,
  Observation,
  Params,
  Session,
  Size,
  Values,
  Warning,
} from "../types.ts";
import { checkClocks, readClock } from "./clocks.ts";
import { costs } from "./costs.ts";
import { type Described, described, inFamily } from "./described.ts";
import { observationsOf, type Steps, stepMetrics, timeOf } from "./steps.ts";

export interface ExecSpec<P extends Params> extends Described<P> {
  /** MiB of writable volume that the work needs. */
  readonly scratchMiB: number;
  /** MiB that it writes on the root filesystem. It `needs` a writable one then. */
  readonly rootMiB?: number;
  /** Nominal duration on a native host, for time-left estimates and deadlines. */
  seconds(p: P): number;
  /** Runs before the steps, untimed. */
  warmup?(p: P, size: Size): Command;
  readonly steps: Steps<P>;
}

/** What an error is about. */
export interface Where {
  readonly workload: string;
  readonly target: string;
}

/** `spec` is what the experiment was made from, for callers that take it apart. */
export type ExecExperiment<P extends Params> = Experiment<P> & { readonly spec: ExecSpec<P> };

export function execExperiment<P extends Params>(spec: ExecSpec<P>): ExecExperiment<P> {
  const { scratchMiB, rootMiB } = spec;
  return {
    ...described(spec),
    spec,
    rootMiB: rootMiB ?? 0,
    metrics: (p, size) => inFamily(spec, stepMetrics(spec.steps(p, size))),
    seconds: (p, { openingSeconds, slowdown }) => openingSeconds + spec.seconds(p) * slowdown,
    run: async (lab, _subject, p) => {
      const room = rootMiB === undefined ? { scratchMiB } : { scratchMiB, rootMiB };
      return inside(lab, await lab.open("target", room), spec, p);
    },
  };
}

const ROUND_TRIPS = 5;

async function inside<P extends Params>(
  lab: Lab,
  session: Session,
  spec: ExecSpec<P>,
  p: P,
): Promise<readonly Observation[]> {
  const { signal, size } = lab;
  const target = lab.target("target");
  const where = { workload: spec.id, target: target.id };
  for (let i = 0; i < ROUND_TRIPS; i++) lab.roundTrip(await session.roundTripNs(signal));
  const warmup = spec.warmup?.(p, size);
  if (warmup !== undefined) await checkedExec(session, where, warmup, signal);
  const observed: Values[] = [];
  let clock = await readClock(session, signal);
  for (const step of spec.steps(p, size)) {
    const before = session.hostCpu();
    const result = await checkedExec(session, where, step.command, signal);
    const after = session.hostCpu();
    const { observations, work } = observationsOf(step, result.stdout);
    const later = await readClock(session, signal);
    checkClocks(target, spec.id, clock, later);
    clock = later;
    lab.worked(result.hostNs);
    observed.push(...observations, ...timeOf(step, result.hostNs));
    observed.push(...costs(step.name, work, before, after));
  }
  for (const warning of trendWarnings(where, observed)) lab.warn(warning);
  return observed;
}

/** Runs a command inside. Errors: `RunnerError` for an exit code other than 0. */
export async function checkedExec(
  session: Session,
  where: Where,
  command: Command,
  signal: AbortSignal,
) {
  const result = await session.exec(command, signal);
  if (result.exitCode === 0) return result;
  throw new RunnerError(
    "EXIT_CODE",
    say("workloads.exit-code", { ...where, exitCode: result.exitCode }),
    say("workloads.see-below"),
    "exec",
    [result.stdout.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}

/** Work that still gets faster or slower while it is measured is not warmed up. */
const TREND = 0.15;

function trendWarnings(where: Where, observed: readonly Values[]): Warning[] {
  return observed.flatMap(({ metric, values }): Warning[] => {
    const change = trend(values);
    if (change === undefined || !Number.isFinite(change) || Math.abs(change) < TREND) return [];
    return [
      {
        code: "warmup-trend",
        message: trendMessage({ ...where, metric, change }, values),
        remedy: say("workloads.larger-profile"),
      },
    ];
  });
}

/** Says from which sample on nothing changes, if there are enough samples to tell. */
function trendMessage(trend: ValuesOf<"workloads.trend">, values: readonly number[]): Message {
  const { from, steady } = steadyState(values);
  const samples = values.length;
  if (steady) return say("workloads.trend-steady", { ...trend, sample: from + 1, samples });
  if (samples < FEWEST_FOR_STEADY) return say("workloads.trend", trend);
  return say("workloads.trend-never-steady", trend);
}
