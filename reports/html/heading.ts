import type { WorkloadPlan } from "../../bench/schema.ts";
import { own, t } from "../text/message.ts";

/** `start.exec: Cold start`. */
export function headingOf({ id, title }: Pick<WorkloadPlan, "id" | "title">): string {
  return t("report-sections.workload", { workload: id, title: own("title", id, title) });
}
