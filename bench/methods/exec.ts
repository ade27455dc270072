/** Work inside an open instance. Only the work is timed. */
import { RunnerError } from "../errors.ts";
import { FEWEST_FOR_STEADY, steadyState } from "../stats/steady-state.ts";
import { trend } from "../stats/trend.ts";
import type {
  Command,
  Experiment,
  Lab,
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
import { observationsOf, type Steps, stepMetrics } from "./steps.ts";

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
  const what = `${spec.id} on ${target.id}`;
  for (let i = 0; i < ROUND_TRIPS; i++) lab.roundTrip(await session.roundTripNs(signal));
  const warmup = spec.warmup?.(p, size);
  if (warmup !== undefined) await checkedExec(session, what, warmup, signal);
  const observed: Values[] = [];
  let clock = await readClock(session, signal);
  for (const step of spec.steps(p, size)) {
    const before = session.hostCpu();
    const result = await checkedExec(session, what, step.command, signal);
    const after = session.hostCpu();
    const { observations, work } = observationsOf(step, result.stdout);
    const later = await readClock(session, signal);
    checkClocks(target, spec.id, clock, later);
    clock = later;
    lab.worked(result.hostNs);
    observed.push(...observations, ...costs(step.name, work, before, after));
  }
  for (const warning of trendWarnings(spec.id, target.id, observed)) lab.warn(warning);
  return observed;
}

/** Runs a command inside. Errors: `RunnerError` for an exit code other than 0. */
export async function checkedExec(
  session: Session,
  what: string,
  command: Command,
  signal: AbortSignal,
) {
  const result = await session.exec(command, signal);
  if (result.exitCode === 0) return result;
  throw new RunnerError(
    "EXIT_CODE",
    `${what}: exit code ${result.exitCode}`,
    "see the last words below",
    "exec",
    [result.stdout.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}

/** Work that still gets faster or slower while it is measured is not warmed up. */
const TREND = 0.15;

function trendWarnings(id: string, target: string, observed: readonly Values[]): Warning[] {
  return observed.flatMap(({ metric, values }): Warning[] => {
    const change = trend(values);
    if (change === undefined || Math.abs(change) < TREND) return [];
    return [
      {
        code: "warmup-trend",
        message: `${id} ${metric} on ${target} changed by ${(change * 100).toFixed(0)}% within one opening${steadyText(values)}`,
        remedy: "a larger profile measures longer, after more warm-up",
      },
    ];
  });
}

/** Says from which sample on nothing changes, if there are enough samples to tell. */
function steadyText(values: readonly number[]): string {
  const { from, steady } = steadyState(values);
  if (steady) return `; steady from sample ${from + 1} of ${values.length} on`;
  return values.length < FEWEST_FOR_STEADY ? "" : "; it never became steady";
}
