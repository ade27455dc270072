/** The files that are derived from a run folder. */
import { samplesCsv, summaryCsv } from "./csv.ts";
import { htmlReport } from "./html/report.tsx";
import { summaryJson } from "./json.ts";
import { summaryMarkdown } from "./markdown.ts";
import type { Report } from "./model.ts";

export const REPORTS: readonly Report[] = [
  summaryJson,
  summaryCsv,
  samplesCsv,
  summaryMarkdown,
  htmlReport,
];
