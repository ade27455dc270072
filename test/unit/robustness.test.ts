/** The table of faults names tests that are there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../support.ts";

const page = readFileSync(join(ROOT, "docs/robustness.md"), "utf8");
const named = [...page.matchAll(/\| `(test\/[^`]+)`: "(.+)" \|$/gm)].map(
  ([, file = "", title = ""]) => ({ file, title }),
);

it("has a test in every row", () => {
  const rows = page.split("\n").filter((line) => /^\| (?!fault|---)/.test(line));
  expect(rows.length).toBeGreaterThan(50);
  expect(named).toHaveLength(rows.length);
});

it.each(named)("$file has $title", ({ file, title }) => {
  expect(existsSync(join(ROOT, file)), file).toBe(true);
  expect(readFileSync(join(ROOT, file), "utf8")).toContain(title);
});
