/** A report in several languages: a page for each, which link to each other. */

import type { PageOfLanguage } from "./model.ts";
import { TAGS } from "./text/languages.ts";
import { type Language, languageTag, speaking } from "./text/message.ts";

/** A file that is made of what a page shows. */
export interface PageFile<Input> {
  readonly file: string;
  /** Whether there may be one in each language: a page for readers, that links to the others. */
  readonly pages?: true;
  render(input: Input): string | Promise<string>;
}

/** Of a page that is not in the language spoken: `report.html` becomes `report.ko.html`. */
function fileIn(file: string, tag: string): string {
  return file.replace(/(\.\w+)?$/, `.${tag}$1`);
}

/** Every file that a page may have, whether it was asked for or not. */
export function filesInAnyLanguage(
  report: Pick<PageFile<never>, "file" | "pages">,
): readonly string[] {
  return report.pages === true ? TAGS.map((tag) => fileIn(report.file, tag)) : [];
}

/** The files of a report: one in the language spoken, and pages in each other language. */
export async function filesOf<Input extends { readonly pages?: readonly PageOfLanguage[] }>(
  report: PageFile<Input>,
  input: Input,
  others: readonly Language[],
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  if (report.pages !== true || others.length === 0) {
    return [{ file: report.file, text: await report.render(input) }];
  }
  const pages = [
    { tag: languageTag(), file: report.file },
    ...others.map(({ tag }) => ({ tag, file: fileIn(report.file, tag) })),
  ];
  const files = [{ file: report.file, text: await report.render({ ...input, pages }) }];
  // One after the other: only one language is spoken at a time.
  for (const other of others) {
    const text = await speaking(other, async () => report.render({ ...input, pages }));
    files.push({ file: fileIn(report.file, other.tag), text });
  }
  return files;
}
