/** `isotax export`: a run in the formats of other tools. */
import { resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { readRun, replaceFile } from "../../bench/store.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { reportInput } from "../../reports/model.ts";
import { suggestion } from "../names.ts";

export interface ExportFlags {
  readonly format: string;
  readonly out?: string;
}

export async function exportCommand(folder: string, { format, out }: ExportFlags): Promise<number> {
  const names = EXPORTS.map((one) => one.format);
  const found = EXPORTS.find((one) => one.format === format);
  if (found === undefined) {
    throw new IsotaxError(
      "UNKNOWN_FORMAT",
      `unknown format "${format}"${suggestion(format, names)}`,
      EXPORTS.map((one) => `${one.format}: ${one.about}`).join("\n     "),
    );
  }
  const { run, records } = readRun(resolve(folder));
  const text = await found.render(reportInput(run, records));
  if (out === undefined) process.stdout.write(text);
  else replaceFile(resolve(out), text);
  return 0;
}
