/** The sections of the report: each is one file, and the page has all of them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SECTIONS } from "../../reports/html/sections/index.ts";
import { textOf } from "../../reports/text/message.ts";
import { ROOT } from "../support.ts";

describe("the sections of the report", () => {
  it("are the files of their folder, whose names are their ids", () => {
    const files = readdirSync(join(ROOT, "reports/html/sections"))
      .filter((name) => name.endsWith(".tsx"))
      .map((name) => name.replace(".tsx", ""));
    expect(SECTIONS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it("have a title each, which is no other section's", () => {
    const titles = SECTIONS.map(({ title }) => textOf(title));
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).not.toContain("");
  });
});
