/** Helpers with which experiments declare metrics. */
import type { Metric } from "./types.ts";

type More = Partial<Omit<Metric, "id" | "unit">>;

const RATIO = { role: "headline", against: "ratio", gated: true } as const;

/** A time, in nanoseconds; less is better. */
export function latencyMetric(id: string, more: More = {}): Metric {
  return { id, unit: "ns", better: "lower", ...RATIO, ...more };
}

/** Operations per second. */
export function rateMetric(id: string, more: More = {}): Metric {
  return { id, unit: "ops/s", better: "higher", ...RATIO, ...more };
}

/** Bytes per second. */
export function throughputMetric(id: string, more: More = {}): Metric {
  return { id, unit: "bytes/s", better: "higher", ...RATIO, ...more };
}

/** A high percentile of a time. It scatters by nature, so no gate judges it. */
export function tailMetric(id: string, of: string): Metric {
  return latencyMetric(id, { role: "tail", gated: false, of });
}

/** Metrics that share their step's name: `randread.qd1.p50`, `randread.qd1.p99`. */
export function percentileMetrics(name: string, tails: readonly string[]): readonly Metric[] {
  const median = `${name}.p50`;
  return [
    latencyMetric(median, { role: "detail" }),
    ...tails.map((tail) => tailMetric(`${name}.${tail}`, median)),
  ];
}
