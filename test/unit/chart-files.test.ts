/** Charts as files of their own: what any program can draw, and names that stay in their folder. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartFiles, chartIndex } from "../../reports/html/charts/files.tsx";
import { plotStyle } from "../../reports/html/style.ts";
import { reportInput } from "../../reports/model.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

function example() {
  return reportInput(exampleRun(), exampleRecords());
}

describe("a chart's file", () => {
  it.each(["light", "dark"] as const)("is an SVG by itself, %s", (theme) => {
    const files = chartFiles(example(), theme, "");
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["starts-start.exec", "adds-start.exec", "slowdowns-containers"]),
    );
    for (const { svg, height } of files) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg).toContain(`height="${height}"`);
      expect(svg).not.toMatch(/var\(|light-dark|<script|href=|url\(/);
      for (const part of ["20260102-030405-beef", "2026-01-02"]) expect(svg).toContain(part);
    }
    const papers = new Set(files.map(({ svg }) => /height="100%" fill="(#\w+)"/.exec(svg)?.[1]));
    expect([...papers]).toEqual([theme === "light" ? "#ffffff" : "#12161b"]);
  });

  it("has other colours in the dark", () => {
    expect(plotStyle("dark")).not.toBe(plotStyle("light"));
  });

  it("has a name without slashes, whatever the workload is called", () => {
    const run = exampleRun();
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        const input = example();
        const hostile = run.workloads.map((one) => ({ ...one, id: `${id}/../${one.id}` }));
        const rows = input.analysis.rows.map((row) => ({
          ...row,
          workload: `${id}/../${row.workload}`,
        }));
        const analysis = { ...input.analysis, workloads: hostile, rows };
        const names = chartFiles({ ...input, analysis }, "light", "").map(({ name }) => name);
        expect(names.length).toBeGreaterThan(2);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^\w[\w.-]{0,103}$/);
      }),
      { numRuns: 10 },
    );
  });
});

describe("the page of all charts", () => {
  it("shows each chart with its title, and links to each format", () => {
    const input = example();
    const files = chartFiles(input, "light", ".ko");
    const page = chartIndex(input, files, "light", ["svg", "png"]);
    for (const { name } of files) {
      expect(name).toMatch(/\.ko$/);
      expect(page).toContain(`<img src="${name}.svg"`);
      expect(page).toContain(`href="${name}.png"`);
    }
    expect(page).not.toContain("<script");
  });
});
