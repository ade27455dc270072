/** `isotax gate`: has something become slower? */
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { replaceFile } from "../../bench/store.ts";
import { annotations } from "../../reports/gate/annotations.ts";
import { GATE_FORMATS } from "../../reports/gate/index.ts";
import { gateMarkdown } from "../../reports/gate/markdown.ts";
import { gateText } from "../../reports/gate/terminal.ts";
import { chooseGate, type GateRequest } from "../choose-gate.ts";
import { EXIT_INTERRUPTED } from "../interrupts.ts";
import { judgeRun } from "../judge-run.ts";
import { perform } from "../perform.ts";
import { Progress } from "../progress.ts";
import { writeReports } from "../write-reports.ts";

export const EXIT = { pass: 0, regressed: 1, usage: 2, inconclusive: 3 } as const;

/** As commander hands them over. */
export interface GateFlags extends Omit<GateRequest, "base" | "head" | "budgetMs"> {
  readonly budget?: number;
  readonly inconclusive?: "pass" | "fail";
  readonly guestKernel?: string;
  readonly install: boolean;
  readonly json: boolean;
}

export async function gateCommand(
  base: string | undefined,
  head: string | undefined,
  flags: GateFlags,
): Promise<number> {
  if (base === undefined || head === undefined) {
    throw new IsotaxError(
      "NO_SIDES",
      "a gate compares two sides, and was given fewer",
      "name two targets, such as: isotax gate oci:./base/crun oci:./head/crun",
    );
  }
  const choice = await chooseGate({ ...flags, base, head, budgetMs: flags.budget });
  const progress = new Progress();
  const { completed } = await perform({ choice, stored: undefined }, flags, progress);
  const input = await progress.step("reports", () => writeReports(choice.out));
  progress.end();
  if (!completed) {
    progress.say("Interrupted: nothing was judged.");
    return EXIT_INTERRUPTED;
  }
  const judgement = judgeRun(input.run, input.records);
  tell(judgement, choice.out, flags);
  return exitCodeOf(judgement, flags.inconclusive);
}

/** Files into the run's folder, the verdict onto the terminal, and what GitHub shows where it runs this. */
function tell(judgement: Judgement, folder: string, flags: Pick<GateFlags, "json">): void {
  for (const { file, render } of GATE_FORMATS) {
    replaceFile(join(folder, file), render(judgement));
  }
  process.stdout.write(flags.json ? `${JSON.stringify(judgement)}\n` : gateText(judgement));
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined && summary !== "") {
    appendFileSync(summary, gateMarkdown.render(judgement));
  }
  // On stderr, where the JSON is not; the runner reads both.
  if (process.env["GITHUB_ACTIONS"] === "true") process.stderr.write(annotations(judgement));
  process.stderr.write(`Verdict, samples and report: ${folder}\n`);
}

/** `inconclusive`: what to make of it, where it shall not have a code of its own. */
export function exitCodeOf(
  { verdict }: Pick<Judgement, "verdict">,
  inconclusive?: "pass" | "fail",
): number {
  if (verdict === "regressed") return EXIT.regressed;
  if (verdict !== "inconclusive") return EXIT.pass;
  if (inconclusive === undefined) return EXIT.inconclusive;
  return inconclusive === "pass" ? EXIT.pass : EXIT.regressed;
}
