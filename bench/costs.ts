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
  const usageNs = after.usageNs - before.usageNs;
  const [userNs, systemNs] = [after.userNs - before.userNs, after.systemNs - before.systemNs];
  // A counter that has gone back was read across a reset: that is no time.
  if (Math.min(usageNs, userNs, systemNs) < 0) return [];
  const sampledNs = userNs + systemNs;
  const prefix = step === "" ? HOST_CPU : `${step}.${HOST_CPU}`;
  const cost = (metric: string, ns: number): Measurement => ({
    ...{ metric, unit: "ns", better: "lower", clock: "host" },
    values: [ns / work],
  });
  const whole = cost(prefix, usageNs);
  if (sampledNs === 0) return [whole];
  return [
    whole,
    cost(`${prefix}/user`, (usageNs * userNs) / sampledNs),
    cost(`${prefix}/system`, (usageNs * systemNs) / sampledNs),
  ];
}
