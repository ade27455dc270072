/** `isotax open`: a run's report in the browser. Where there is none, it says where the report is. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { shellQuote } from "../../runners/host/shell.ts";
import { runFolder } from "../find-run.ts";
import { openInBrowser } from "../open.ts";
import { shortPath } from "../short-path.ts";
import { reportLine } from "../tell-run.ts";
import { print, printJson } from "../terminal.ts";

export async function openCommand(
  name: string | undefined,
  { json }: { readonly json: boolean },
): Promise<number> {
  const folder = runFolder(name);
  const report = join(folder, "report.html");
  if (!existsSync(report)) {
    const command = `isotax report ${shellQuote([shortPath(folder)])}`;
    throw new IsotaxError(
      "NO_REPORT",
      say("terminal.no-report", { folder: shortPath(folder) }),
      say("terminal.make-report", { command }),
    );
  }
  const opened = openInBrowser(report);
  if (json) await printJson({ folder, report, opened });
  else await print(`${reportLine(folder)}\n`);
  return 0;
}
