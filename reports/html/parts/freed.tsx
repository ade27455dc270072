/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** When the kernel has freed each piece of a container: a line for each target. */
import { quantity, targetLabel } from "../../format.ts";
import { findRow, type ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { TextTable } from "./text-table.tsx";

/** Nothing if the workload measures no such times: those of pieces that do not add up. */
export function Freed({
  input,
  workload: id,
}: {
  readonly input: ReportInput;
  readonly workload: string;
}) {
  const { rows, targets, workloads } = input.analysis;
  const metrics = workloads.find((workload) => workload.id === id)?.metrics ?? [];
  const curve = metrics.find(({ role, fold }) => role === "detail" && fold?.how === "curve");
  if (curve === undefined) return null;
  const tail = metrics.find(({ role, of }) => role === "tail" && of === curve.id);
  const place = metrics.indexOf(curve);
  const points = rows.filter(({ workload, order }) => workload === id && order === place);
  const pieces = [...new Set(points.map(({ metric }) => metric.slice(curve.id.length + 1)))];
  if (pieces.length === 0) return null;
  const cell = (target: string, piece: string) => {
    const row = findRow(rows, id, `${curve.id}/${piece}`, target);
    if (row === undefined) return "";
    const high = tail && findRow(rows, id, `${tail.id}/${piece}`, target);
    const typical = quantity(row.summary.median, row.unit);
    return high === undefined
      ? typical
      : t("report-sections.with-p90", {
          typical,
          p90: quantity(high.summary.median, high.unit),
        });
  };
  const shown = targets.filter((target) => points.some(({ subject }) => subject === target.id));
  return (
    <>
      <h3>{t("report-sections.freed")}</h3>
      <p>{t("report-sections.freed-explained")}</p>
      <TextTable
        id={`table-${id}-${curve.id}`}
        head={[t("report-sections.head-target"), ...pieces]}
        lines={shown.map((target) => [
          targetLabel(target),
          ...pieces.map((piece) => cell(target.id, piece)),
        ])}
      />
    </>
  );
}
