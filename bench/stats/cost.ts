/** What work takes of the host, beside how fast it is: metrics that are known by their names. */

/** Name of the metric that says how much of the host's CPU time a unit of work took; a step's own name may precede it. */
export const HOST_CPU = "host-cpu";

/** Whether a metric is such a cost (`randread.qd1.host-cpu`), or one of its parts (`host-cpu/user`). */
export function isCost(metric: string): boolean {
  return metric.split("/")[0]?.split(".").at(-1) === HOST_CPU;
}

/** What a cost is the cost of: `randread.qd1` of `randread.qd1.host-cpu`; empty for a workload's only one. */
export function costOf(metric: string): string {
  return metric.slice(0, -HOST_CPU.length).replace(/\.$/, "");
}
