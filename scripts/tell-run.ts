/** What commands print of a run folder. */
import { join } from "node:path";
import { digestOf } from "../reports/digest.ts";
import { digestJson } from "../reports/digest-json.ts";
import type { ReportInput } from "../reports/model.ts";
import { spoken } from "../reports/spoken.ts";
import { terminalSummary } from "../reports/terminal.ts";
import { t } from "../reports/text/message.ts";
import { shellQuote } from "../runners/host/shell.ts";
import { shortPath } from "./short-path.ts";

/** What the run says at a glance. */
export function summaryText(folder: string, input: ReportInput): string {
  return terminalSummary(input, {
    command: `isotax show ${shellQuote([shortPath(folder)])} --all`,
  });
}

/** Where the report is. */
export function reportLine(folder: string): string {
  return t("terminal.report", { file: shortPath(join(folder, "report.html")) });
}

/** The same for programs. */
export function runJson(folder: string, input: ReportInput) {
  const { runId, status } = input.run;
  const report = join(folder, "report.html");
  return { folder, runId, status, report, ...(spoken(digestJson(digestOf(input))) as object) };
}
