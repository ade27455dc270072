/** Where on the page the figures of a claim stand. */
import type { PartResult } from "../../bench/claims/result.ts";
import { countsForFamily } from "../../bench/stats/family.ts";
import { findRow, type ReportInput, targetsAsLines } from "../model.ts";
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
  return lineOf(input, `results-${workload}`, part.target, metric);
}

/** A family's figure is a mean. Its metrics have a line each: this is the first. */
function placeOfFamily(input: ReportInput, { family, target }: PartResult): string {
  const first = input.analysis.rows.find(
    (row) => row.family === family && row.subject !== "native" && countsForFamily(row),
  );
  if (first === undefined) return "overhead";
  const { workload, metric } = first;
  const isThere = findRow(input.analysis.rows, workload, metric, target) !== undefined;
  return isThere ? lineOf(input, "heat-speed", target, `${workload} ${metric}`) : "overhead";
}

/** Tables have a line for each target, or one for each metric. */
function lineOf(input: ReportInput, table: string, target: string, metric: string): string {
  return idOf(table, targetsAsLines(input) ? target : metric);
}

function isHeadline(
  row: ReportInput["analysis"]["rows"][number],
  workload: string,
  target: string,
): boolean {
  return row.workload === workload && row.subject === target && row.is.role === "headline";
}
