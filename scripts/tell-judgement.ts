/** Prints a judgement, writes it into files, and hands it to GitHub where GitHub runs isotax. */
import { join, resolve } from "node:path";
import { asMessage } from "../bench/errors.ts";
import { appendToFile, makeFolder, replaceFile } from "../bench/files.ts";
import type { Judgement } from "../bench/stats/judgement.ts";
import { annotations } from "../reports/gate/annotations.ts";
import type { GateOptions } from "../reports/gate/format.ts";
import { GATE_FORMATS } from "../reports/gate/index.ts";
import { spokenJudgement } from "../reports/gate/json.ts";
import { gateMarkdown } from "../reports/gate/markdown.ts";
import { gateText } from "../reports/gate/terminal.ts";
import { t } from "../reports/text/message.ts";
import type { Progress } from "./progress.ts";
import { print, printJson, tellRunner } from "./terminal.ts";
import { writeGatePage } from "./write-gate-page.ts";

interface Telling extends GateOptions {
  readonly json: boolean;
  readonly progress: Progress;
}

/** Errors: `CANNOT_WRITE` for the folder. Then nothing has been printed. */
export async function tellJudgement(
  judgement: Judgement,
  folder: string,
  { json, progress, ...options }: Telling,
): Promise<void> {
  makeFolder(folder);
  for (const { file, render } of GATE_FORMATS) {
    replaceFile(join(folder, file), render(judgement, options));
  }
  await writeGatePage(judgement, folder);
  if (json) await printJson(spokenJudgement(judgement));
  else await print(gateText(judgement));
  addToSummary(judgement, progress);
  // They go to stderr, since JSON may be on stdout. GitHub's runner reads both.
  if (process.env["GITHUB_ACTIONS"] === "true") tellRunner(annotations(judgement));
  progress.say(t("terminal.judged", { folder: resolve(folder) }));
}

/**
 * Adds the judgement to the summary of a job on GitHub. It is a copy, so a failure is only a
 * warning.
 */
function addToSummary(judgement: Judgement, progress: Progress): void {
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary === undefined || summary === "") return;
  try {
    appendToFile(summary, gateMarkdown.render(judgement));
  } catch (error) {
    const said = t("terminal.not-in-summary", { why: asMessage(error) });
    progress.warn(`${said}\n    -> ${t("terminal.name-summary")}`);
  }
}
