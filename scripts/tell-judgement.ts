/** A judgement onto the terminal, into files, and to GitHub where it runs this. */
import { appendFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Judgement } from "../bench/stats/judgement.ts";
import { replaceFile } from "../bench/store.ts";
import { annotations } from "../reports/gate/annotations.ts";
import type { GateOptions } from "../reports/gate/format.ts";
import { GATE_FORMATS } from "../reports/gate/index.ts";
import { gateMarkdown } from "../reports/gate/markdown.ts";
import { gateText } from "../reports/gate/terminal.ts";

export function tellJudgement(
  judgement: Judgement,
  folder: string,
  { json, ...options }: GateOptions & { readonly json: boolean },
): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, render } of GATE_FORMATS) {
    replaceFile(join(folder, file), render(judgement, options));
  }
  process.stdout.write(json ? `${JSON.stringify(judgement)}\n` : gateText(judgement));
  const summary = process.env["GITHUB_STEP_SUMMARY"];
  if (summary !== undefined && summary !== "") {
    appendFileSync(summary, gateMarkdown.render(judgement));
  }
  // On stderr, where the JSON is not; GitHub's runner reads both.
  if (process.env["GITHUB_ACTIONS"] === "true") process.stderr.write(annotations(judgement));
  process.stderr.write(`Verdict, samples and report: ${resolve(folder)}\n`);
}
