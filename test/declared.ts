/** Metrics as experiments declare them, for runs that tests make up: by their usual names. */

import { experiment as image } from "../bench/experiments/image.size.ts";
import { experiment as start } from "../bench/experiments/start.exec.ts";
import { costMetrics } from "../bench/methods/costs.ts";
import { inFamily } from "../bench/methods/described.ts";
import * as families from "../bench/methods/families.ts";
import { latencyMetric, tailMetric } from "../bench/metrics.ts";
import type { WorkloadPlan } from "../bench/schema.ts";
import type { Metric, Unit } from "../bench/types.ts";

const SIZE = { cpus: 1, memoryMiB: 512 };

export interface Named {
  readonly metric: string;
  readonly unit?: Unit;
  readonly better?: "lower" | "higher";
}

/** The metric of this name that a workload of this name would declare. */
export function declared(workload: string, { metric, unit, better }: Named): Metric {
  const family = familyOf(workload);
  const known = [
    ...(family.id === "start" ? start.metrics(start.params.quick, SIZE) : []),
    ...(family.id === "image" ? image.metrics({}, SIZE) : []),
  ].find(({ id }) => id === metric);
  const made = known ?? (inFamily({ family }, [named(metric)])[0] as Metric);
  return {
    ...made,
    ...(unit === undefined ? {} : { unit }),
    ...(better === undefined ? {} : { better }),
  };
}

function named(metric: string): Metric {
  const cost = costMetrics(metric.slice(0, Math.max(0, metric.lastIndexOf(".host-cpu"))));
  const known = cost.find(({ id }) => id === metric);
  if (known !== undefined) {
    const { fold: _, ...plain } = known;
    return plain;
  }
  if (/\.p99(\.9)?$/.test(metric)) return tailMetric(metric, "");
  if (metric.includes("/")) return latencyMetric(metric, { role: "part", gated: false });
  return latencyMetric(metric);
}

export function familyOf(workload: string): families.Family {
  const id = workload.split(".")[0];
  const known = Object.values(families).find((family) => family.id === id);
  return known ?? { id: id ?? "", order: 100, traits: {} };
}

/** A workload with the metrics of these names. */
export function plannedAs(
  id: string,
  metrics: readonly Named[],
  params: WorkloadPlan["params"] = { size: 1 },
): WorkloadPlan {
  const byName = new Map(metrics.map((one) => [one.metric, declared(id, one)]));
  const family = familyOf(id).id;
  const once = family === "image" ? { rounds: 1 } : {};
  return { id, version: 1, title: id, family, params, metrics: [...byName.values()], ...once };
}
