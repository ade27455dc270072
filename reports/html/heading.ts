import type { WorkloadPlan } from "../../bench/schema.ts";
import { t, wordsOf } from "../text/message.ts";

/** `start.exec: Cold start`. */
export function headingOf({ id, title }: Pick<WorkloadPlan, "id" | "title">): string {
  return t("report-sections.workload", { workload: id, title: wordsOf("title", id, title) });
}
