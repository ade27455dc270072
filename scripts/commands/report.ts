import { resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { RunDigest } from "../../bench/stats/run-digest.ts";
import { t } from "../../reports/text/message.ts";
import { digestsOf } from "../site-store.ts";
import { reportLine, runJson, summaryText } from "../tell-run.ts";
import { print, printJson, tell } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

interface ReportFlags {
  readonly json: boolean;
  /** A site, whose runs the page shows beside its own. */
  readonly history?: string;
}

/** `isotax report`: makes everything derived from a run folder again, from its raw samples. */
export async function reportCommand(dir: string, { json, history }: ReportFlags): Promise<number> {
  const folder = resolve(dir);
  const others = history === undefined ? undefined : othersIn(resolve(history));
  const input = await written(folder, others);
  if (json) await printJson(runJson(folder, input), 2);
  else await print(summaryText(folder, input));
  tell(`${reportLine(folder)}\n`);
  return 0;
}

/** A site that lacks a run is no reason to make no report. */
function othersIn(site: string): readonly RunDigest[] {
  const { digests, unread } = digestsOf(site);
  if (unread > 0) tell(`${t("site.runs-unread", { runs: unread })}\n`);
  return digests;
}

/** Reports lie beside the samples, so there is no --out that a remedy could name. */
async function written(
  folder: string,
  others: readonly RunDigest[] | undefined,
): ReturnType<typeof writeReports> {
  try {
    return await writeReports(folder, others);
  } catch (error) {
    if (!(error instanceof IsotaxError) || error.code !== "CANNOT_WRITE") throw error;
    const remedy = say("terminal.copy-run-folder");
    throw new IsotaxError(error.code, error.what, remedy, { cause: error });
  }
}
