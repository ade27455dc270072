import { resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { reportLine, runJson, summaryText } from "../tell-run.ts";
import { print, printJson, tell } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

/** `isotax report`: makes everything derived from a run folder again, from its raw samples. */
export async function reportCommand(
  dir: string,
  { json }: { readonly json: boolean },
): Promise<number> {
  const folder = resolve(dir);
  const input = await written(folder);
  if (json) await printJson(runJson(folder, input), 2);
  else await print(summaryText(folder, input));
  tell(`${reportLine(folder)}\n`);
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
