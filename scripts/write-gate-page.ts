/** Writes a judgement as a page for readers, in each language that was asked for. */
import { existsSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { replaceFile, writeNamedFile } from "../bench/files.ts";
import type { Judgement } from "../bench/stats/judgement.ts";
import type { GatePageInput } from "../reports/html/gate/input.ts";
import { gatePage } from "../reports/html/gate/page.tsx";
import { htmlReport } from "../reports/html/report.tsx";
import { filesInAnyLanguage, filesOf } from "../reports/in-languages.ts";
import { otherLanguages } from "./language.ts";

/** The page in one of several languages. */
export const GATE_PAGES: readonly string[] = [gatePage.file, ...filesInAnyLanguage(gatePage)];

/** `gate.html` in the folder of a gate. Errors: `CANNOT_WRITE`. */
export async function writeGatePage(judgement: Judgement, folder: string): Promise<void> {
  const report = existsSync(join(folder, htmlReport.file)) ? { report: htmlReport.file } : {};
  const files = await filesOf(gatePage, { judgement, ...report }, otherLanguages());
  for (const { file, text } of files) replaceFile(join(folder, file), text);
  // A page that was not asked for now would show an older verdict.
  const written = files.map(({ file }) => file);
  for (const page of GATE_PAGES) {
    if (!written.includes(page)) rmSync(join(folder, page), { force: true });
  }
}

/** The page of a comparison, as a file that the user named. Errors: `CANNOT_WRITE`. */
export async function writeComparisonPage(input: GatePageInput, file: string): Promise<void> {
  const named = { ...gatePage, file: basename(file) };
  for (const page of await filesOf(named, input, otherLanguages())) {
    writeNamedFile(join(dirname(file), page.file), page.text);
  }
}
