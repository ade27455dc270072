/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Words that the page uses. Where they first stand in a section, the script links here. */
import { say } from "../../../bench/messages.ts";
import { spokenTerms } from "../terms.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "glossary",
  title: say("glossary.heading"),
  short: say("report-page.to-glossary"),
  body: () => (
    <dl>
      {spokenTerms().map(({ id, word, means }) => (
        <div key={id}>
          <dt>{word}</dt>
          <dd id={id}>{means}</dd>
        </div>
      ))}
    </dl>
  ),
};
