/**
 * Which part of a delivery a metric is. Statistics and reports ask this of the metrics that a
 * workload declares, and know none by its name.
 */
import type { Metric } from "./types.ts";

/** From the begin of the pull: until it is pulled, until the first output, until all files are read. */
export const TIMES = ["pulled", "started", "read"] as const;
export type TimeName = (typeof TIMES)[number];

/** What a delivery takes besides time. In bytes, as a count, or in ns of CPU time. */
export const COSTS = ["received", "sent", "requests", "written", "clientCpu", "serverCpu"] as const;
export type CostName = (typeof COSTS)[number];

const PARTS: ReadonlyMap<string, TimeName | CostName> = new Map([
  ["pull", "pulled"],
  ["first-output", "started"],
  ["all-read", "read"],
  ["received", "received"],
  ["sent", "sent"],
  ["requests", "requests"],
  ["written", "written"],
  ["client-cpu", "clientCpu"],
  ["server-cpu", "serverCpu"],
]);

/** Along what the metrics of deliveries have their points: what the client's store holds before. */
const ALONG = "store";

/** Undefined for a metric that is no part of a delivery. */
export function deliveryPart({ id, fold }: Metric): TimeName | CostName | undefined {
  return fold?.how === "curve" && fold.along === ALONG ? PARTS.get(id) : undefined;
}
