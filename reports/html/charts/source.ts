/** Of which run a chart is, for those who meet it outside of the page. */
import type { Run } from "../../../bench/schema.ts";
import { textOf } from "../../text/message.ts";
import { dayOf } from "../day.ts";

export function sourceOf({ runId, host, createdAt }: Run): string {
  const made = [runId, textOf(host["CPU"] ?? ""), dayOf(createdAt)];
  return made.filter((part) => part !== "").join(" · ");
}
