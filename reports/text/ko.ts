/** Korean: a sentence for every code. It is typed: one that is missing does not compile. */
import { EN, type Sentences } from "./en.ts";
import { check } from "./ko/check.ts";
import { evidence } from "./ko/evidence.ts";
import { report } from "./ko/report.ts";
import { reportPage } from "./ko/report-page.ts";
import { reportSections } from "./ko/report-sections.ts";

export const KO: Sentences = {
  ...EN,
  verbatim: ({ text }) => text,
  ...check,
  ...evidence,
  ...report,
  ...reportPage,
  ...reportSections,
};
