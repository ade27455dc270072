/** What a step costs in the host's CPU time. */
import type { CpuTime, Metric, Values } from "../types.ts";

/** Begins with the step's own name, if it has one: `randread.qd1.host-cpu`. */
function costId(step: string): string {
  return step === "" ? "host-cpu" : `${step}.host-cpu`;
}

/** The host's CPU time for each operation or byte of a step: the whole, and its two parts. */
export function costMetrics(step: string): readonly Metric[] {
  const id = costId(step);
  const cost: Metric = {
    id,
    unit: "ns",
    better: "lower",
    role: "cost",
    of: step,
    against: "ratio",
    gated: false,
    fold: { how: "per", by: "work" },
  };
  return [
    cost,
    { ...cost, id: `${id}/user`, role: "part", of: id },
    { ...cost, id: `${id}/system`, role: "part", of: id },
  ];
}

/**
 * The growth of the counters over a step, with the work that it did. The two parts divide the whole
 * in the proportion of the kernel's samples of each. `at` keeps these samples.
 */
export function costs(
  step: string,
  work: number,
  before: CpuTime | undefined,
  after: CpuTime | undefined,
): readonly Values[] {
  if (before === undefined || after === undefined) return [];
  const usageNs = after.usageNs - before.usageNs;
  const userNs = after.userNs - before.userNs;
  const systemNs = after.systemNs - before.systemNs;
  // A counter that went back was read across a reset, so the difference is no time.
  if (Math.min(usageNs, userNs, systemNs) < 0) return [];
  const sampledNs = userNs + systemNs;
  const id = costId(step);
  const at = { work, sampledUserNs: userNs, sampledSystemNs: systemNs };
  const cost = (metric: string, ns: number): Values => ({
    metric,
    at,
    values: [ns],
    clock: "host",
  });
  const whole = cost(id, usageNs);
  if (sampledNs === 0) return [whole];
  return [
    whole,
    cost(`${id}/user`, (usageNs * userNs) / sampledNs),
    cost(`${id}/system`, (usageNs * systemNs) / sampledNs),
  ];
}
