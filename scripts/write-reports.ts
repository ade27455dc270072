import { join } from "node:path";
import { readRun, replaceFile } from "../bench/store.ts";
import { REPORTS } from "../reports/index.ts";
import { type ReportInput, reportInput } from "../reports/model.ts";

/** Makes everything derived from a run folder, from what stands in it and nothing else. */
export async function writeReports(folder: string): Promise<ReportInput> {
  const { run, records } = readRun(folder);
  const input = reportInput(run, records);
  for (const report of REPORTS) {
    replaceFile(join(folder, report.file), await report.render(input));
  }
  return input;
}
