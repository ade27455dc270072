import { describe, expect, it } from "vitest";
import { EXPORT_FORMATS } from "../../reports/exports/formats.ts";
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
        // The bare names that hyperfine's parameters are stand beside their accelerator, and so do
        // those in the first columns of the table.
        expect(place).toMatch(
          format === "csv"
            ? /^[\w-]+,qemu-microvm,tcg,/
            : /TCG|emulated="true"|"target": "qemu-microvm",$/,
        );
      }
      if (format === "openmetrics") {
        expect(text).toMatch(/isotax_cells\{.*status="unavailable"\} 3/);
        expect(text).not.toMatch(/(time|size|rate)_\w+\{target="docker"/);
      } else if (format === "csv") {
        const lines = text.split("\n").filter((line) => line.includes(",docker,"));
        expect(lines).toHaveLength(3);
        // All columns of figures are empty.
        for (const line of lines) expect(line).toMatch(/,docker,,,[\w.]+,{25}unavailable,/);
      } else {
        expect(text).not.toContain("docker");
      }
    });
  }

  it("asks in the dashboard for nothing but what OpenMetrics exports, emulated ones apart", () => {
    const [dashboard, metrics] = ["grafana", "openmetrics"].map((format) =>
      EXPORTS.find((one) => one.format === format)?.render(input),
    ) as [string, string];
    const { panels, templating } = JSON.parse(dashboard) as {
      templating: { list: { name: string; type: string; query: string }[] };
      panels: { title: string; targets?: { expr: string }[] }[];
    };
    const exprs = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(exprs.length).toBeGreaterThan(8);
    for (const expr of exprs) {
      const [name = ""] = /isotax_\w+/.exec(expr) ?? [];
      expect(metrics).toContain(`\n${name}{`);
      for (const [, label] of expr.matchAll(/[{,](\w+)[=!]/g)) {
        // Prometheus itself adds the instance.
        if (label !== "instance") expect(metrics).toMatch(new RegExp(`${name}{.*${label}=`));
      }
    }
    // What a host, a target and a workload are chosen from.
    const queries = templating.list.filter(({ type }) => type === "query");
    expect(queries.map(({ name }) => name)).toEqual(["instance", "target", "workload"]);
    for (const { name, query } of queries) {
      const [, family = "", label = ""] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
      expect(label).toBe(name);
      expect(metrics).toContain(`\n${family}{`);
      if (label !== "instance") expect(metrics).toMatch(new RegExp(`\n${family}{.*${label}=`));
    }
    const figures = panels.filter(({ targets: [first] = [] }) => first?.expr.includes("stat="));
    for (const { title, targets = [] } of figures) {
      const mark = title.includes("emulated") ? 'emulated="true"' : 'emulated="false"';
      expect(targets[0]?.expr).toContain(mark);
    }
  });

  it("has a name and a file for each", () => {
    expect(EXPORTS.map(({ format }) => format)).toEqual(EXPORT_FORMATS);
    expect(new Set(EXPORT_FORMATS).size).toBe(EXPORTS.length);
    expect(new Set(EXPORTS.map(({ file }) => file)).size).toBe(EXPORTS.length);
  });
});
