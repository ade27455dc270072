/** What exports have in common: which figures they hold, and the names of those. */
import type { TargetState } from "../../bench/schema.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import { isEmulated, printable } from "../format.ts";
import { isPart, type ReportInput } from "../model.ts";

/**
 * Only wholes are exported: tools that add figures up, or draw each of them, would count parts
 * twice. A cell that was not measured has no row, and so no number.
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
 * `start.exec/ready on crun`. The name says if a VM was emulated: the same VM under KVM is another
 * series, and no tool may compare the two. Tools find a series by its name, so that is the same in
 * every language.
 */
export function seriesName(
  input: ReportInput,
  { workload, metric, target }: Pick<Row, "workload" | "metric" | "target">,
): string {
  const mark = isEmulated(targetOf(input, target)) ? " (TCG, emulated)" : "";
  return printable(`${workload}/${metric} on ${target}${mark}`);
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
