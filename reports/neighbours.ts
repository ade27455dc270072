/** Victims and their neighbours, as a matrix: what experiments declare as `neighbours`. */
import type { Row } from "../bench/stats/analyze.ts";
import type { Summary } from "../bench/stats/summary.ts";
import type { ReportInput } from "./model.ts";

/** A victim beside a kind of neighbour. */
export interface NeighbourLine {
  readonly workload: string;
  /** What the neighbour does. */
  readonly beside: string;
  /** By target: how many times as late the victim was as when alone. */
  readonly harm: ReadonlyMap<string, Summary>;
  /** By target: the share of the victim's operations that were not done. */
  readonly loss: ReadonlyMap<string, Summary>;
  /** By target: what the neighbour got done in a second. Absent for one that did not survive. */
  readonly gain: ReadonlyMap<string, Summary>;
}

export function neighboursIn({ analysis }: ReportInput): readonly NeighbourLine[] {
  return analysis.workloads.flatMap(({ id: workload, metrics }): NeighbourLine[] => {
    const of = (kind: "harm" | "loss" | "gain") => {
      const order = metrics.findIndex(({ neighbours }) => neighbours === kind);
      const curve = metrics[order]?.id ?? "";
      const rows = analysis.rows.filter((row) => row.workload === workload && row.order === order);
      const besideOf = ({ metric }: Row) => metric.slice(curve.length + 1);
      return { rows, besideOf };
    };
    const [harm, loss, gain] = [of("harm"), of("loss"), of("gain")];
    return [...new Set(harm.rows.map(harm.besideOf))].map((beside) => {
      const byTarget = ({ rows, besideOf }: typeof harm) =>
        new Map(
          rows
            .filter((row) => besideOf(row) === beside)
            .map(({ target, summary }) => [target, summary] as const),
        );
      return {
        workload,
        beside,
        harm: byTarget(harm),
        loss: byTarget(loss),
        gain: byTarget(gain),
      };
    });
  });
}
