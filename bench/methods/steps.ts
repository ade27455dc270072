/** Steps: commands whose work and CPU time are counted by themselves. */
import { IsotaxError } from "../errors.ts";
import type { Command, Measurement, Metric, Params, Size, Values } from "../types.ts";
import { costMetrics } from "./costs.ts";

export interface WorkStep {
  /** Begins the names of its cost metrics, e.g. "randread.qd1"; empty if there is but one step. */
  readonly name: string;
  /** What `parse` may give. */
  readonly metrics: readonly Metric[];
  readonly command: Command;
  /** Throws `ParseError` on anything unexpected. */
  parse(stdout: string): StepResult;
}

export interface StepResult {
  readonly measurements: readonly Measurement[];
  /** Operations done, or bytes handled, by the whole command: what the host's CPU time is divided by. */
  readonly work: number;
}

/** Makes the steps of an experiment, for its parameters and the instance's size. */
export type Steps<P extends Params> = (p: P, size: Size) => readonly WorkStep[];

/** Metrics of all steps, each with its costs. */
export function stepMetrics(steps: readonly WorkStep[]): readonly Metric[] {
  return steps.flatMap(({ name, metrics }) => [...metrics, ...costMetrics(name)]);
}

/** Errors: `UNDECLARED` for a measurement that the step did not declare, or has in another unit. */
export function observationsOf(
  { metrics, parse }: WorkStep,
  stdout: string,
  clock?: "host",
): { readonly observations: readonly Values[]; readonly work: number } {
  const { measurements, work } = parse(stdout);
  const observations = measurements.map((measurement): Values => {
    const { metric, unit, values } = measurement;
    const declared = metrics.find(({ id }) => id === metric);
    if (declared?.unit !== unit) throw undeclared(metric, unit, declared?.unit);
    return { metric, values, clock: clock ?? measurement.clock };
  });
  return { observations, work };
}

function undeclared(metric: string, unit: string, declared: string | undefined): IsotaxError {
  return new IsotaxError(
    "UNDECLARED",
    declared === undefined
      ? `it measured ${metric}, which it does not declare`
      : `it measured ${metric} in ${unit}, and declares it in ${declared}`,
    "declare it among the step's metrics, in the same unit",
  );
}
