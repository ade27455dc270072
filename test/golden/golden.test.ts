import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import { REPORTS } from "../../reports/index.ts";
import { reportInput } from "../../reports/model.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { textOf } from "../../reports/text/message.ts";
import { exampleRecords, exampleRun } from "./example.ts";
import { check, withoutBundles, withoutColours } from "./golden-file.ts";

const input = reportInput(exampleRun(), exampleRecords());

describe("output formats", () => {
  for (const report of REPORTS) {
    it(report.file, async () => {
      const text = await report.render(input);
      check(report.file, report.file.endsWith(".html") ? withoutBundles(text) : text);
    });
  }

  it("the end of a run on the terminal", () => {
    const command = "isotax show results/20260102-030405-beef --all";
    check("terminal.txt", withoutColours(terminalSummary(input, { command })));
  });

  it("all figures on the terminal", () => {
    check("terminal-all.txt", withoutColours(terminalTables(input)));
  });

  it("lets no hostile text through", async () => {
    for (const report of REPORTS) {
      const text = await report.render(input);
      if (report.file.endsWith(".html") || report.file.endsWith(".md")) {
        expect(text).not.toContain("<img src=x");
      }
      if (report.file.endsWith(".csv")) {
        expect(text).toContain("cmd()");
        expect(text).not.toMatch(/(^|,)"?=cmd/m);
      }
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a tool's own colours
    expect(terminalTables(input)).not.toMatch(/\u001b\[31m=cmd/);
  });

  it("says of a run that was stopped what is missing, and that it was stopped", async () => {
    const records = exampleRecords().filter(
      ({ round, workload }) => round < 3 && workload !== "image.size",
    );
    const stopped = reportInput({ ...exampleRun(), status: "interrupted" }, records);
    const { notMeasured } = stopped.analysis;
    expect(notMeasured).toContainEqual(
      expect.objectContaining({
        ...{ target: "native", workload: "start.exec", status: "missing", rounds: [3] },
      }),
    );
    expect(notMeasured).toContainEqual(
      expect.objectContaining({ target: "native", workload: "image.size", rounds: [1] }),
    );
    expect(terminalTables(stopped)).toContain("not complete: interrupted");
    for (const report of REPORTS.filter(({ file }) => /\.(md|html)$/.test(file))) {
      const text = await report.render(stopped);
      expect(text).toContain("not complete: interrupted");
      expect(text).not.toContain("Every planned cell was measured");
      expect(text).toContain("missing in round 3");
    }
  });

  it("tells a warning for each target that it is about", () => {
    const warning = (target: string) => ({
      ...{ code: "hash-mismatch" as const, remedy: verbatim("r") },
      message: verbatim(`${target} holds other bytes`),
    });
    const run = { ...exampleRun(), warnings: [warning("crun"), warning("qemu-microvm")] };
    const { warnings } = reportInput(run, exampleRecords()).analysis;
    expect(warnings.map(({ message }) => textOf(message))).toEqual(
      expect.arrayContaining(["crun holds other bytes", "qemu-microvm holds other bytes"]),
    );
  });

  it("never shows an emulated VM as a virtualized one", async () => {
    for (const file of ["summary.md", "report.html"]) {
      const text = await REPORTS.find((report) => report.file === file)?.render(input);
      const heads = text?.match(/qemu-microvm[^|]{0,40}(?:TCG|<span class="tag">)/g) ?? [];
      expect(heads.length, file).toBeGreaterThan(2);
    }
  });
});
