import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { terminalSummary } from "../../reports/terminal.ts";
import { writeReports } from "../write-reports.ts";

/** `isotax report`: everything derived from a run folder, made again from its raw samples. */
export async function reportCommand(dir: string): Promise<number> {
  const folder = resolve(dir);
  const input = await writeReports(folder);
  process.stdout.write(terminalSummary(input));
  process.stderr.write(`Report: ${pathToFileURL(join(folder, "report.html"))}\n`);
  return 0;
}
