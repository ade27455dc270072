import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { t } from "../../reports/text/message.ts";
import { print, tell } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

/** `isotax report`: makes everything derived from a run folder again, from its raw samples. */
export async function reportCommand(dir: string): Promise<number> {
  const folder = resolve(dir);
  const input = await written(folder);
  await print(terminalSummary(input));
  const url = pathToFileURL(join(folder, "report.html")).href;
  tell(`${t("terminal.report", { url })}\n`);
  return 0;
}

/** Reports lie beside the samples, so there is no --out that a remedy could name. */
async function written(folder: string): ReturnType<typeof writeReports> {
  try {
    return await writeReports(folder);
  } catch (error) {
    if (!(error instanceof IsotaxError) || error.code !== "CANNOT_WRITE") throw error;
    const remedy = say("terminal.copy-run-folder");
    throw new IsotaxError(error.code, error.what, remedy, { cause: error });
  }
}
