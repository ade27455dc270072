/** What exports have in common: which figures they hold, and how those are called. */
import type { TargetState } from "../../bench/schema.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import { printable, targetLabel } from "../format.ts";
import { isPart, type ReportInput } from "../model.ts";

/**
 * Wholes only: tools that add figures up, or draw each of them, would count parts twice.
 * Cells that were not measured have no row, and so no number.
 */
export function series({ analysis }: ReportInput): readonly Row[] {
  return analysis.rows.filter((row) => !isPart(row) && Number.isFinite(row.summary.median));
}

export function targetOf(
  { analysis }: ReportInput,
  id: string,
): Pick<TargetState, "id"> & Partial<TargetState> {
  return analysis.targets.find((target) => target.id === id) ?? { id };
}

/**
 * `start.exec/ready on crun`. That a VM was emulated is part of the name: the same VM under KVM is
 * another series, which no tool may compare with this one.
 */
export function seriesName(
  input: ReportInput,
  { workload, metric, target }: Pick<Row, "workload" | "metric" | "target">,
): string {
  return printable(`${workload}/${metric} on ${targetLabel(targetOf(input, target))}`);
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
