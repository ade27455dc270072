import { describe, expect, it } from "vitest";
import { EXPORTS } from "../../reports/exports/index.ts";
import { reportInput } from "../../reports/model.ts";
import { exampleRecords, exampleRun } from "./example.ts";
import { check } from "./golden-file.ts";

const input = reportInput(exampleRun(), exampleRecords());

describe("exports of a run", () => {
  for (const { format, file, render } of EXPORTS) {
    it(format, () => check(file, render(input)));

    it(`${format} marks what was emulated, and has no number for what was not measured`, () => {
      const text = render(input);
      const places = text.split("\n").filter((line) => line.includes("qemu-microvm"));
      if (format !== "github-action-benchmark-bigger") expect(places).not.toEqual([]);
      for (const place of places) {
        // The bare names that hyperfine's parameters are stand beside their accelerator.
        expect(place).toMatch(/TCG|emulated="true"|"target": "qemu-microvm",$/);
      }
      if (format === "openmetrics") {
        expect(text).toMatch(/isotax_cells\{.*status="unavailable"\} 3/);
        expect(text).not.toMatch(/(time|size|rate)_\w+\{target="docker"/);
      } else {
        expect(text).not.toContain("docker");
      }
    });
  }

  it("has a name and a file for each", () => {
    expect(new Set(EXPORTS.map(({ format }) => format)).size).toBe(EXPORTS.length);
    expect(new Set(EXPORTS.map(({ file }) => file)).size).toBe(EXPORTS.length);
  });
});
