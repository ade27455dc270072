import { roundsOf } from "../../bench/subjects.ts";
import type { ReportInput } from "../model.ts";

export interface CellCount {
  readonly target: string;
  readonly workload: string;
  readonly status: "ok" | "failed" | "unavailable" | "missing";
  /** The number of rounds. */
  readonly count: number;
}

/** How the cells of each workload on each target ended. A status that did not occur is left out. */
export function cellCounts({ run, records, analysis }: ReportInput): readonly CellCount[] {
  return analysis.targets.flatMap(({ id: target }) =>
    analysis.workloads.flatMap((workload) => {
      const here = (one: { target: string; workload: string }) =>
        one.target === target && one.workload === workload.id;
      const ok = records.filter((record) => here(record) && record.outcome.status === "ok").length;
      const counts = { ok, failed: 0, unavailable: 0, missing: 0 };
      for (const { status, rounds } of analysis.notMeasured.filter(here)) {
        // One record says for all rounds that a cell cannot be measured.
        counts[status] =
          status === "unavailable" ? roundsOf(workload, run) : counts[status] + rounds.length;
      }
      return Object.entries(counts)
        .filter(([, count]) => count > 0)
        .map(([status, count]) => ({
          target,
          workload: workload.id,
          count,
          status: status as CellCount["status"],
        }));
    }),
  );
}
