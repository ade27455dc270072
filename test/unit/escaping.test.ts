/** What came from a file or a tool is shown as it is, in every format. */
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { judgeRun } from "../../bench/campaign/gate/judge.ts";
import { verbatim } from "../../bench/messages.ts";
import type { RunRecord, TargetState } from "../../bench/schema.ts";
import { escapeMarkdown } from "../../reports/escape-markdown.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { gateJunit } from "../../reports/gate/junit.ts";
import { gateMarkdown } from "../../reports/gate/markdown.ts";
import { errorAnnotation } from "../../reports/gate/workflow-command.ts";
import { REPORTS } from "../../reports/index.ts";
import { reportInput } from "../../reports/model.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { madeRun, ready } from "../made-runs.ts";

describe("Markdown", () => {
  it.each([
    ["a | b", "a \\| b"],
    ["`x` *y* _z_ ~~w~~ $1$", "\\`x\\` \\*y\\* \\_z\\_ \\~\\~w\\~\\~ \\$1\\$"],
    ["<img src=x>", "&lt;img src=x&gt;"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["[a](javascript:b)", "\\[a\\](javascript:b)"],
    ["http://a.b www.a.b", "http&#58;//a.b www&#46;a.b"],
    ["@you and a@b.c", "@&#8203;you and a@&#8203;b.c"],
    ["see #12", "see #&#8203;12"],
    ["a\n\n# b\r\n- c\t|", "a # b - c \\|"],
    ["# a", "\\# a"],
    ["- a", "\\- a"],
    ["---", "\\---"],
    ["1. a", "1\\. a"],
    ["-3.0% to +9.4%", "-3.0% to +9.4%"],
    ["\u001b[31m\u202eevil", "\ufffd\\[31m\ufffdevil"],
    ["\\", "\\\\"],
    ["<!-- x -->", "&lt;!-- x --&gt;"],
  ])("%j", (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

/** In all texts of a run that names do not restrict. */
const EVIL =
  "=1+1|<b onclick=x>@you [l](http://e.x) `c`\n# h\n::error::x\r##[error]y\u001b]0;t\u0007\u202e\u0000\ufffe";

function evil() {
  const { run, records } = madeRun(3, ["native", "command:`a`|<b>@you, [l](x)"], [ready(1)]);
  const targets = run.targets.map(
    (one): TargetState => ({
      ...{ ...one, title: EVIL, adds: EVIL },
      facts: { [`x${"y"}`]: EVIL, accelerator: "tcg", "accelerator reason": EVIL },
    }),
  );
  const workloads = run.workloads.map((one) => ({ ...one, title: EVIL }));
  const [first, ...others] = records as readonly [RunRecord, ...RunRecord[]];
  const failed: RunRecord = {
    ...first,
    warnings: [{ code: "steal", message: verbatim(EVIL), remedy: verbatim(EVIL) }],
    outcome: {
      ...{ status: "failed", phase: EVIL, code: EVIL },
      ...{
        reason: verbatim(EVIL),
        remedy: { code: EVIL, values: { [EVIL.slice(0, 9)]: EVIL } },
        stderrTail: EVIL,
      },
    },
  };
  const host = { CPU: EVIL, OS: EVIL, kernel: EVIL, virtualization: EVIL };
  return { run: { ...run, targets, workloads, host }, records: [failed, ...others] };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;
const MARKUP = /(?<!\\)`c`|<b[ >]|@you|(?<!\\)\]\(|^# h/m;

describe("a run with hostile texts", () => {
  const { run, records } = evil();
  const input = reportInput(run, records);

  it.each(REPORTS.filter(({ file }) => !/\.json$|html$/.test(file)))(
    "has no control character in $file",
    async (report) => {
      expect(await report.render(input)).not.toMatch(RAW);
    },
  );

  it("has no markup in summary.md, and no line of its own", async () => {
    const report = REPORTS.find(({ file }) => file === "summary.md");
    expect(await report?.render(input)).not.toMatch(MARKUP);
  });

  it("has no formula in CSV", async () => {
    for (const { render, file } of REPORTS.filter((one) => one.file.endsWith(".csv"))) {
      expect(await render(input), file).not.toMatch(/(?:^|,)"?=1\+1/m);
    }
  });

  it("has no element or handler in report.html", async () => {
    const report = REPORTS.find(({ file }) => file === "report.html");
    expect(await report?.render(input)).not.toContain("<b onclick");
  });

  it.each([
    ["at the end of a run", () => terminalSummary(input, { command: "isotax show run --all" })],
    ["in its tables", () => terminalTables(input)],
  ])("moves no cursor on a terminal, %s", (_where, render) => {
    const text = render();
    expect(text).not.toContain("\u001b]");
    expect(stripVTControlCharacters(text)).not.toMatch(RAW);
  });

  it.each(EXPORTS)("has no raw character in $format", (one) => {
    const text = one.render(input);
    expect(text).not.toMatch(RAW);
    if (!one.file.endsWith(".json")) return;
    expect(() => JSON.parse(text)).not.toThrow();
  });

  it("is judged in Markdown and XML that hold", () => {
    const question = { base: "native", head: run.targets[1]?.id ?? "", rules: [] };
    const judgement = judgeRun(run, records, question);
    const notes = [verbatim(EVIL)];
    const text = gateMarkdown.render({ ...judgement, summary: verbatim(EVIL), notes }, {});
    expect(text).not.toMatch(RAW);
    expect(text).not.toMatch(MARKUP);
    const xml = gateJunit.render({ ...judgement, summary: verbatim(EVIL), notes }, {});
    expect(xml).not.toMatch(RAW);
    expect(xml).not.toMatch(/[\ufffe\uffff]|<b>/);
  });

  it("is one annotation, whatever it says", () => {
    const text = errorAnnotation(`${EVIL}\n::set-output name=x::y % , :`);
    expect(text.split("\n")).toHaveLength(2);
    expect(text).toMatch(/^::error title=isotax%3A no verdict::/);
    expect(text).toContain("%25 , :");
  });
});
