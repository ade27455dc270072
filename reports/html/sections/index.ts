/**
 * The sections in their order on the page. A new section is one file in this folder, and one line
 * here: the order is for readers, and no file can know it.
 */
import { section as audit } from "./audit.tsx";
import { section as calls } from "./calls.tsx";
import { section as cost } from "./cost.tsx";
import { section as delivery } from "./delivery.tsx";
import { section as distributions } from "./distributions.tsx";
import { section as environment } from "./environment.tsx";
import { section as footprint } from "./footprint.tsx";
import { section as glossary } from "./glossary.tsx";
import { section as image } from "./image.tsx";
import { section as ladder } from "./ladder.tsx";
import { section as notMeasured } from "./not-measured.tsx";
import { section as overhead } from "./overhead.tsx";
import { section as reproduce } from "./reproduce.tsx";
import { section as results } from "./results.tsx";
import { section as scale } from "./scale.tsx";
import type { Section, SectionInput } from "./section.ts";
import { section as slowdowns } from "./slowdowns.tsx";
import { section as steps } from "./steps.tsx";

export const SECTIONS: readonly Section[] = [
  ladder,
  steps,
  calls,
  slowdowns,
  overhead,
  cost,
  footprint,
  distributions,
  image,
  delivery,
  scale,
  audit,
  results,
  notMeasured,
  environment,
  reproduce,
  glossary,
];

/** Those that a page has. */
export function shownSections(of: SectionInput): readonly Section[] {
  return SECTIONS.filter(({ isShown }) => isShown?.(of) ?? true);
}
