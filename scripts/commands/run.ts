/** `isotax run`: plan, measure, report. */
import { pathToFileURL } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { shellQuote } from "../../runners/host/shell.ts";
import { EXIT_INTERRUPTED } from "../interrupts.ts";
import { openInBrowser } from "../open.ts";
import { chooseRun, type RunFlags } from "../options.ts";
import { perform } from "../perform.ts";
import { Progress } from "../progress.ts";
import { resumedRun } from "../resume.ts";
import { writeReports } from "../write-reports.ts";

export async function runCommand(flags: RunFlags): Promise<number> {
  const plan = (await resumedRun(flags)) ?? { choice: await chooseRun(flags), stored: undefined };
  const progress = new Progress();
  const { completed } = await perform(plan, flags, progress);
  const { out } = plan.choice;
  const input = await progress.step("reports", () => writeReports(out));
  progress.end();
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ folder: out, status: input.run.status, peakRssBytes })}\n`
      : terminalSummary(input),
  );
  const report = `${out}/report.html`;
  progress.say(`Report: ${pathToFileURL(report)}`);
  if (!completed) {
    progress.say(`Interrupted. To go on: isotax run --resume ${shellQuote([out])}`);
    return EXIT_INTERRUPTED;
  }
  if (flags.open) openInBrowser(report);
  return 0;
}

/** For errors that are met before there is anything to interrupt. */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === "AbortError") ||
    (error instanceof IsotaxError && (error.code === "ABORTED" || error.code === "INTERRUPTED"))
  );
}
