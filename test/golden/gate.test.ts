import { describe, expect, it } from "vitest";
import { say } from "../../bench/messages.ts";
import type { Run } from "../../bench/schema.ts";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { GateFileSchema, JudgementSchema } from "../../bench/stats/judgement-schema.ts";
import { annotations } from "../../reports/gate/annotations.ts";
import { GATE_FORMATS } from "../../reports/gate/index.ts";
import { gateJunit } from "../../reports/gate/junit.ts";
import { gateText } from "../../reports/gate/terminal.ts";
import { gatePage } from "../../reports/html/gate/page.tsx";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { exampleRecords, exampleRun } from "./example.ts";
import { exampleJudgement } from "./example-judgement.ts";
import { check, withoutBundles, withoutColours } from "./golden-file.ts";

const judgement = exampleJudgement();
const texts: readonly (readonly [file: string, text: string])[] = [
  ...GATE_FORMATS.map((format) => [format.file, format.render(judgement)] as const),
  ["gate.inconclusive-passes.xml", gateJunit.render(judgement, { inconclusive: "pass" })],
  ["gate.txt", withoutColours(gateText(judgement))],
  ["gate.annotations.txt", annotations(judgement)],
];

function nothingJudged(): Judgement {
  const { base, head, comparison } = judgement;
  const summary = say("verdicts-summary.nothing-judged", { base, head, comparison });
  const cells = judgement.cells.map((cell) => ({ ...cell, gated: false }));
  return { ...judgement, verdict: "inconclusive", summary, cells };
}

describe("formats of a gate", () => {
  for (const [file, text] of texts) {
    it(file, () => check(file, text));
  }

  it("gate.nothing-judged.xml", () => {
    check("gate.nothing-judged.xml", gateJunit.render(nothingJudged()));
  });

  it("gate.html", async () => {
    const page = await gatePage.render({ judgement, report: "report.html" });
    check("gate.html", withoutBundles(page));
    expect(page).not.toContain("<img src=x");
  });

  it("lets no hostile text through", () => {
    for (const [file, text] of texts) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
      expect(text, file).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
      if (file === "gate.md") {
        expect(text).not.toContain("<img");
        expect(text).not.toContain("@somebody");
      }
      if (file.endsWith(".txt")) {
        const own = /^::(error|warning|notice) title=isotax%3A [^:,]*::/;
        const commands = text.split("\n").filter((line) => /^\s*::|##\[/.test(line));
        expect(commands.filter((line) => !own.test(line))).toEqual([]);
      }
    }
  });

  it("never shows an emulated VM as a virtualized one", () => {
    for (const [file, text] of texts.filter(([name]) => !name.endsWith(".json"))) {
      const places = text.match(/qemu-microvm[^|\n]{0,20}/g) ?? [];
      expect(places.length, file).toBeGreaterThan(0);
      for (const place of places) expect(place, file).toContain("TCG");
    }
  });

  it("is what the schema says, and nothing is lost in the file", () => {
    expect(JudgementSchema.parse(judgement)).toEqual(judgement);
    const file = texts.find(([name]) => name === "gate.json")?.[1] ?? "";
    const { $schema, ...rest } = GateFileSchema.parse(JSON.parse(file));
    expect($schema).toBe("gate.schema.json");
    expect(rest).toEqual(judgement);
  });
});

describe("the report of a gate's run", () => {
  it("begins with the verdict, and that of another run has none", async () => {
    const gate = { base: "native", head: "crun", rules: [] };
    const of = (run: Run) => htmlReport.render(reportInput(run, exampleRecords()));
    const html = await of({ ...exampleRun(), gate });
    expect(html).toContain("<strong>INCONCLUSIVE</strong>");
    expect(html).not.toContain("<img src=x");
    expect(await of(exampleRun())).not.toContain("INCONCLUSIVE");
  });
});
