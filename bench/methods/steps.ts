/** Steps: commands whose work and CPU time are counted separately. */
import { IsotaxError } from "../errors.ts";
import { say } from "../messages.ts";
import type { Command, Measurement, Metric, Params, Size, Values } from "../types.ts";
import { costMetrics } from "./costs.ts";

export interface WorkStep {
  /** The prefix of its cost metrics, e.g. "randread.qd1". Empty if there is only one step. */
  readonly name: string;
  /** The metrics that `parse` may give. */
  readonly metrics: readonly Metric[];
  readonly command: Command;
  /** The metric, among `metrics`, of how long the command took by the host's clock. */
  readonly hostTime?: string;
  /** Throws `ParseError` on anything unexpected. */
  parse(stdout: string): StepResult;
}

export interface StepResult {
  readonly measurements: readonly Measurement[];
  /**
   * Operations done, or bytes handled, by the whole command. The host's CPU time is divided by it.
   */
  readonly work: number;
}

/** Makes the steps of an experiment, given its parameters and the instance's size. */
export type Steps<P extends Params> = (p: P, size: Size) => readonly WorkStep[];

/** Metrics of all steps, each with its costs. */
export function stepMetrics(steps: readonly WorkStep[]): readonly Metric[] {
  return steps.flatMap(({ name, metrics }) => [...metrics, ...costMetrics(name)]);
}

/** How long a step's command took, if the step has a metric for it. */
export function timeOf({ hostTime }: WorkStep, hostNs: number): readonly Values[] {
  return hostTime === undefined ? [] : [{ metric: hostTime, values: [hostNs], clock: "host" }];
}

/**
 * Errors: `UNDECLARED` for a measurement that the step did not declare, or declared in another
 * unit.
 */
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
      ? say("workloads.undeclared", { metric })
      : say("workloads.undeclared-unit", { metric, unit, declared }),
    say("workloads.declare-it"),
  );
}
