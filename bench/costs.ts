/** What a step has cost the host's CPU, as measurements. */
import { HOST_CPU } from "./stats/cost.ts";
import type { CpuTime, Measurement } from "./types.ts";

/** The host's CPU time per operation or byte of a step, whole and in its two parts. */
export function costs(
  step: string,
  work: number,
  before: CpuTime | undefined,
  after: CpuTime | undefined,
): readonly Measurement[] {
  if (before === undefined || after === undefined) return [];
  const [userNs, systemNs] = [after.userNs - before.userNs, after.systemNs - before.systemNs];
  const prefix = step === "" ? HOST_CPU : `${step}.${HOST_CPU}`;
  const cost = (metric: string, ns: number): Measurement => ({
    ...{ metric, unit: "ns", better: "lower", clock: "host" },
    values: [ns / work],
  });
  return [
    cost(prefix, userNs + systemNs),
    cost(`${prefix}/user`, userNs),
    cost(`${prefix}/system`, systemNs),
  ];
}
