/** `isotax export`: a run in the formats of other tools. */
import { resolve } from "node:path";
import { readWholeRun } from "../../bench/campaign/whole-run.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { writeNamedFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { nearTo } from "../../bench/names.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { reportInput } from "../../reports/model.ts";
import { textOf } from "../../reports/text/message.ts";
import { Progress } from "../progress.ts";
import { printData, printJson } from "../terminal.ts";

export interface ExportFlags {
  readonly format: string;
  readonly out?: string;
  readonly json?: boolean;
}

export async function exportCommand(
  folder: string,
  { format, out, json }: ExportFlags,
): Promise<number> {
  const names = EXPORTS.map((one) => one.format);
  const found = EXPORTS.find((one) => one.format === format);
  if (found === undefined) {
    throw new IsotaxError(
      "UNKNOWN_FORMAT",
      say("choices.unknown-format", { format, near: nearTo(format, names) }),
      say("choices.known-formats", {
        formats: EXPORTS.map((one) =>
          say("choices.format", { format: one.format, about: one.about }),
        ),
      }),
    );
  }
  // Other tools cannot know that a run is incomplete. So it is refused, as it is by comparisons.
  const { run, records } = readWholeRun(folder, "run");
  const input = reportInput(run, records);
  const text = found.render(input);
  if (out !== undefined) writeNamedFile(resolve(out), text);
  if (json === true)
    await printJson({ format, ...(out === undefined ? { text } : { file: resolve(out) }) });
  else if (out === undefined) await printData(text);
  const emptiness = found.emptiness?.(input);
  if (emptiness !== undefined) {
    new Progress().warn(`${textOf(emptiness.reason)}\n    -> ${textOf(emptiness.remedy)}`);
  }
  return 0;
}
