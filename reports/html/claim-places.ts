/** Where on the page the figures of a claim stand. */
import type { PartResult } from "../../bench/claims/result.ts";
import { countsForFamily } from "../../bench/stats/family.ts";
import { findRow, type ReportInput, targetsAsLines, targetsOf } from "../model.ts";
import { idOf } from "./parts/ids.ts";

/** The id of the line that has a figure, or of the nearest place that there is. */
export function placeOfPart(input: ReportInput, part: PartResult): string {
  const { workload, check } = part;
  if (part.kind === "bytes") return "environment";
  if (part.kind === "reuse") return "delivery";
  if (part.kind === "slowdown") return placeOfFamily(input, part);
  if (workload === undefined) return "results";
  const metric =
    check ?? input.analysis.rows.find((row) => isHeadline(row, workload, part.target))?.metric;
  if (metric === undefined) return "results";
  const table = `results-${workload}`;
  if (!targetsAsLines(input, workload)) return idOf(table, metric);
  // A target that is measured in several ways has a line for each of them.
  const hasLine = targetsOf(input, workload).some(({ id }) => id === part.target);
  return hasLine ? idOf(table, part.target) : idOf(table);
}

/** A family's figure is a mean. Its metrics have a line each: this is the first. */
function placeOfFamily(input: ReportInput, { family, target }: PartResult): string {
  const first = input.analysis.rows.find(
    (row) => row.family === family && row.subject !== "native" && countsForFamily(row),
  );
  if (first === undefined) return "overhead";
  const { workload, metric } = first;
  const isThere = findRow(input.analysis.rows, workload, metric, target) !== undefined;
  const line = targetsAsLines(input) ? target : `${workload} ${metric}`;
  return isThere ? idOf("heat-speed", line) : "overhead";
}

function isHeadline(
  row: ReportInput["analysis"]["rows"][number],
  workload: string,
  target: string,
): boolean {
  return row.workload === workload && row.subject === target && row.is.role === "headline";
}
