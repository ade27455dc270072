import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { mergeShards } from "../../bench/campaign/merge.ts";
import { readRun, writeRun } from "../../bench/store.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { t } from "../../reports/text/message.ts";
import { print, tell } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

/** `isotax merge`: one run folder, with its reports, from the shards of one plan. */
export async function mergeCommand(
  dirs: readonly string[],
  { out }: { readonly out: string },
): Promise<number> {
  const parts = dirs.map((dir) => {
    const folder = resolve(dir);
    return { folder, ...readRun(folder) };
  });
  const { run, records } = mergeShards(parts);
  const folder = resolve(out);
  writeRun(folder, run, records);
  const input = await writeReports(folder);
  await print(terminalSummary(input));
  tell(`${t("terminal.merged", { shards: parts.length, folder })}\n`);
  const url = pathToFileURL(join(folder, "report.html")).href;
  tell(`${t("terminal.report", { url })}\n`);
  return 0;
}
