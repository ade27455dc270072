/** `isotax explain`: each code that a reader may meet has an explanation. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { WarningSchema } from "../../bench/schema.ts";
import { EN } from "../../reports/text/en.ts";
import { allExplained, explained } from "../../reports/text/explained.ts";
import { errorText } from "../../scripts/enter.ts";
import { ROOT } from "../support.ts";

/** Where an error's code stands: the first word of an error, of a failure, of a table of codes. */
const CODE =
  /(?:Error\(|failure\(\s*session,|^\s+(?:made|written|opened|read|removed|started):)\s*"([A-Z][A-Z\d_]+)"/gm;
const OUTCOME_CODE = /\bcode: "([A-Z][A-Z\d_]+)"/g;

function codesInSources(): ReadonlySet<string> {
  const texts = ["bench", "runners", "reports", "scripts"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
  );
  const found = texts.flatMap((text) => [...text.matchAll(CODE), ...text.matchAll(OUTCOME_CODE)]);
  // ParseError and NothingDoneError give their code to their parent.
  const given = texts.flatMap((text) => [...text.matchAll(/super\(\s*"([A-Z][A-Z\d_]+)"/g)]);
  return new Set([...found, ...given].map(([, code]) => code as string));
}

describe("an explanation", () => {
  it("is there for every error code in the sources, and for no other", () => {
    const codes = codesInSources();
    expect(codes.size).toBeGreaterThan(100);
    for (const known of ["UNKNOWN_TARGET", "CANNOT_READ", "NO_ANSWER", "NOTHING_DONE"]) {
      expect(codes).toContain(known);
    }
    const errors = allExplained().filter(({ kind }) => kind === "error");
    expect(errors.map(({ code }) => code).sort()).toEqual([...codes].sort());
  });

  it("is there for every warning and verdict", () => {
    const warnings = allExplained().filter(({ kind }) => kind === "warning");
    expect(warnings.map(({ code }) => code).sort()).toEqual(
      [...WarningSchema.shape.code.options].sort(),
    );
    const verdicts = allExplained().filter(({ kind }) => kind === "verdict");
    expect(verdicts).toHaveLength(4);
  });

  it("is found in whatever case it is written, and under one code only", () => {
    expect(explained("unknown_target")).toMatchObject({ code: "UNKNOWN_TARGET", kind: "error" });
    expect(explained("NOISY")).toMatchObject({ code: "noisy", kind: "warning" });
    expect(explained("constructor")).toBeUndefined();
    const names = allExplained().map(({ code }) => code.toLowerCase().replaceAll("_", "-"));
    expect(new Set(names).size).toBe(names.length);
  });

  it("is named by an error on a terminal, and nowhere else", () => {
    const error = new IsotaxError("NO_TARGET", verbatim("wrong"), verbatim("do this"));
    const plain = (onTerminal: boolean) => stripVTControlCharacters(errorText(error, onTerminal));
    expect(plain(false)).toBe("error: wrong\n  -> do this\n");
    expect(plain(true)).toBe("error: wrong\n  -> do this\n  more: isotax explain NO_TARGET\n");
  });

  it("is short, and ends with a full stop", () => {
    const sentences: Readonly<Record<string, (of: never) => string>> = EN;
    for (const { code, sentence } of allExplained()) {
      const text = sentences[sentence]?.({} as never) ?? "";
      expect(text, code).toMatch(/^[A-Za-z`-].*[.…]$/);
      expect(text.length, code).toBeLessThan(250);
    }
  });
});
