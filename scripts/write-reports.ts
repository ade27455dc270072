import { rmSync } from "node:fs";
import { join } from "node:path";
import { removeLeftAside, replaceFile } from "../bench/files.ts";
import { earlierRuns } from "../bench/stats/earlier-runs.ts";
import type { Judgement } from "../bench/stats/judgement.ts";
import { GateFileSchema } from "../bench/stats/judgement-schema.ts";
import { digestRun, type RunDigest } from "../bench/stats/run-digest.ts";
import { readRun } from "../bench/store.ts";
import { parseJson, readText } from "../bench/untrusted.ts";
import { GATE_FORMATS } from "../reports/gate/index.ts";
import { gateJson } from "../reports/gate/json.ts";
import { filesInAnyLanguage, filesOf } from "../reports/in-languages.ts";
import { REPORTS } from "../reports/index.ts";
import { type ReportInput, reportInput } from "../reports/model.ts";
import { otherLanguages } from "./language.ts";
import { GATE_PAGES } from "./write-gate-page.ts";

/** Pages in one of several languages. */
const PAGES = REPORTS.flatMap(filesInAnyLanguage);

/** The files that a run, a gate and a report write into a run folder. */
const OURS: readonly string[] = [
  "run.json",
  "records.ndjson",
  ...REPORTS.map(({ file }) => file),
  ...PAGES,
  ...GATE_FORMATS.map(({ file }) => file),
  ...GATE_PAGES,
];

/**
 * Makes all derived files of a run folder, from what is in the folder and nothing else: unless
 * `others` are given, whose figures the page then shows beside its own.
 */
export async function writeReports(
  folder: string,
  others?: readonly RunDigest[],
): Promise<ReportInput> {
  const { run, records } = readRun(folder);
  const judgement = judgementIn(folder, run.runId);
  const whole = reportInput(run, records);
  const input: ReportInput = {
    ...whole,
    ...(judgement === undefined ? {} : { judgement }),
    ...(others === undefined
      ? {}
      : { earlier: earlierRuns(digestRun(run, whole.analysis, []), others) }),
  };
  removeLeftAside(folder, (name) => OURS.includes(name));
  const written = new Set<string>();
  for (const report of REPORTS) {
    for (const { file, text } of await filesOf(report, input, otherLanguages())) {
      replaceFile(join(folder, file), text);
      written.add(file);
    }
  }
  // A page that was not asked for now would show what the run was like before.
  for (const page of PAGES) if (!written.has(page)) rmSync(join(folder, page), { force: true });
  return input;
}

const MOST_BYTES = 64 * 2 ** 20;

/**
 * The judgement that a gate wrote into the folder. It is derived as well, so a report is made
 * without it if it cannot be read or belongs to another run.
 */
function judgementIn(folder: string, runId: string): Judgement | undefined {
  try {
    const text = readText(join(folder, gateJson.file), MOST_BYTES);
    const { $schema, ...judgement } = GateFileSchema.parse(parseJson(text));
    return judgement.runId === runId ? judgement : undefined;
  } catch {
    return undefined;
  }
}
