/** The catalogue of sentences: each code is in the file that its name says, and somebody says it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EN } from "../../reports/text/en.ts";
import { ROOT } from "../support.ts";

const FOLDER = join(ROOT, "reports/text/en");
const SOURCES = ["bench", "runners", "reports", "scripts"];

function sources(): string {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  )
    .filter((file) => !file.startsWith("reports/text/en/"))
    .map((file) => readFileSync(join(ROOT, file), "utf8"))
    .join("\n");
}

const codes = Object.keys(EN).filter((code) => code !== "verbatim");

describe("a code", () => {
  it("begins with the name of the file that has its sentence", () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
    const wrong = files.flatMap((file) => {
      const room = file.slice(0, -".ts".length);
      const text = readFileSync(join(FOLDER, file), "utf8");
      const own = [...text.matchAll(/^ {2}"([a-z\d-]+\.[a-z\d.-]+)":/gm)].map(
        ([, code]) => code as string,
      );
      return own.filter((code) => !code.startsWith(`${room}.`)).map((code) => `${file}: ${code}`);
    });
    expect(wrong).toEqual([]);
  });

  it("is said somewhere", () => {
    const said = sources();
    // Some are put together: `check.${holds}`.
    const stems = [...said.matchAll(/[`"]([a-z-]+\.(?:[a-z-]+-)?)\$\{/g)].map(
      ([, stem]) => stem as string,
    );
    const unused = codes.filter(
      (code) => !said.includes(`"${code}"`) && !stems.some((stem) => code.startsWith(stem)),
    );
    expect(unused).toEqual([]);
  });

  it("stands once among the files", () => {
    const all = readdirSync(FOLDER)
      .filter((name) => name.endsWith(".ts"))
      .flatMap((file) => [
        ...readFileSync(join(FOLDER, file), "utf8").matchAll(/^ {2}"([a-z\d.-]+\.[a-z\d.-]+)":/gm),
      ])
      .map(([, code]) => code as string);
    expect(all.length).toBe(new Set(all).size);
    expect(all.length).toBe(codes.length);
  });
});
