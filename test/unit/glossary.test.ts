/** The words that the report explains are explained as in docs/glossary.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { spokenTerms } from "../../reports/html/terms.ts";
import { KOREAN } from "../../reports/text/ko/korean.ts";
import { ENGLISH, speak } from "../../reports/text/message.ts";
import { ROOT } from "../support.ts";

afterAll(() => speak(ENGLISH));

/** Without markup, each explanation in one line. */
function glossary(): string {
  return readFileSync(join(ROOT, "docs/glossary.md"), "utf8")
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replaceAll(/[*`]/g, "")
    .replaceAll(/(?<!\n)\n(?!\n)/g, " ");
}

describe("a word that the report explains", () => {
  it("means what the glossary says", () => {
    speak(ENGLISH);
    const lines = glossary().split("\n");
    for (const { word, means } of spokenTerms()) {
      const line = lines.find((one) => one.trim().endsWith(` — ${means}`));
      expect(line, word).toBeDefined();
      expect(line).toContain(`${word}`);
    }
  });

  it("stands once, in every language", () => {
    for (const language of [ENGLISH, KOREAN]) {
      speak(language);
      const words = spokenTerms().map(({ word }) => word);
      expect(new Set(words).size).toBe(words.length);
      expect(words).not.toContain("");
    }
  });
});
