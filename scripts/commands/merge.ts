import { resolve } from "node:path";
import { mergeShards } from "../../bench/campaign/merge.ts";
import { readRun, writeRun } from "../../bench/store.ts";
import { t } from "../../reports/text/message.ts";
import { reportLine, runJson, summaryText } from "../tell-run.ts";
import { print, printJson, tell } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

/** `isotax merge`: one run folder, with its reports, from the shards of one plan. */
export async function mergeCommand(
  dirs: readonly string[],
  { out, json }: { readonly out: string; readonly json: boolean },
): Promise<number> {
  const parts = dirs.map((dir) => {
    const folder = resolve(dir);
    return { folder, ...readRun(folder) };
  });
  const { run, records } = mergeShards(parts);
  const folder = resolve(out);
  writeRun(folder, run, records);
  const input = await writeReports(folder);
  if (json) await printJson(runJson(folder, input), 2);
  else await print(summaryText(folder, input));
  tell(`${t("terminal.merged", { shards: parts.length, folder })}\n`);
  tell(`${reportLine(folder)}\n`);
  return 0;
}
