/** `isotax run`: plan, measure, report. */
import { runCampaign } from "../../bench/campaign/run.ts";
import { hasFailures } from "../../reports/digest.ts";
import { t } from "../../reports/text/message.ts";
import { resumeCommand } from "../confirm-run.ts";
import { EXIT_FAILED } from "../enter.ts";
import { EXIT_INTERRUPTED, type Interrupts, listenForInterrupts } from "../interrupts.ts";
import { chooseRun, type RunFlags } from "../options.ts";
import { Progress } from "../progress.ts";
import { resumedRun } from "../resume.ts";
import { surroundingsOf } from "../surroundings.ts";
import { reportLine, runJson, summaryText } from "../tell-run.ts";
import { print, printJson } from "../terminal.ts";
import { writeReports } from "../write-reports.ts";

export async function runCommand(flags: RunFlags): Promise<number> {
  const progress = new Progress();
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    return await runToReports(flags, progress, interrupts);
  } finally {
    interrupts.dispose();
  }
}

async function runToReports(
  flags: RunFlags,
  progress: Progress,
  interrupts: Interrupts,
): Promise<number> {
  const plan = (await resumedRun(flags)) ?? { choice: await chooseRun(flags) };
  const around = await surroundingsOf(
    plan.choice.targets,
    { ...flags, image: plan.choice.image },
    progress,
    interrupts,
  );
  const { completed } = await runCampaign(plan, around);
  const { out } = plan.choice;
  const input = await progress.step(t("terminal.step-reports"), () => writeReports(out));
  progress.end();
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  if (flags.json) await printJson({ ...runJson(out, input), peakRssBytes });
  else await print(summaryText(out, input));
  progress.say(reportLine(out));
  if (!completed) {
    const command = await resumeCommand(out, plan.choice.targets, plan.choice.image);
    progress.say(t("terminal.to-go-on", { command }));
    return EXIT_INTERRUPTED;
  }
  if (flags.open) {
    const { openInBrowser } = await import("../open.ts");
    openInBrowser(`${out}/report.html`);
  }
  if (flags.strict !== true || !hasFailures(input)) return 0;
  progress.warn(t("terminal.strict"));
  return EXIT_FAILED;
}
