/** Pages that every test of accessibility looks at. A new page is one more entry. */
import { join } from "node:path";
import { readRun } from "../../bench/read-run.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { loadLanguage, type Tag } from "../../reports/text/languages.ts";
import { speaking } from "../../reports/text/message.ts";
import { ROOT } from "../support.ts";

export interface TestedPage {
  readonly name: string;
  html(): Promise<string>;
}

export const PAGES: readonly TestedPage[] = [
  { name: "reference", html: () => report(".") },
  { name: "ladder", html: () => report("ladder") },
  { name: "catalogue", html: () => report("catalogue") },
  { name: "reference, in Korean", html: () => report(".", "ko") },
];

async function report(folder: string, tag: Tag = "en"): Promise<string> {
  const { run, records } = readRun(join(ROOT, "results/reference", folder));
  const pages = [
    { tag, file: "report.html" },
    { tag: tag === "en" ? "ko" : "en", file: "report.other.html" },
  ];
  const language = await loadLanguage(tag);
  return speaking(language, async () => htmlReport.render({ ...reportInput(run, records), pages }));
}
