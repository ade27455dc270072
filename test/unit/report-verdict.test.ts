/** The verdict at the head of a report: of a gate in turns, or as gate.json has it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/schema.ts";
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { writeRun } from "../../bench/store.ts";
import { gateJson } from "../../reports/gate/json.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { writeReports } from "../../scripts/write-reports.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { temporaryFolder } from "../support.ts";

const AGAINST_A_RUN: Judgement = {
  ...exampleJudgement(),
  ...{ comparison: "baseline", base: "20251231-000000-aaaa", head: "20260102-030405-beef" },
};

function verdictIn(html: string): string {
  return /<div class="note">(.*?)<\/div>/s.exec(html)?.[1] ?? "";
}

async function shown(judgement: Judgement): Promise<string> {
  return verdictIn(
    await htmlReport.render({ ...reportInput(exampleRun(), exampleRecords()), judgement }),
  );
}

/** Writes the reports of a folder in which a gate has left this. */
async function reported(gate: string | undefined, over: Partial<Run> = {}): Promise<string> {
  const folder = join(temporaryFolder(), "run");
  writeRun(folder, { ...exampleRun(), ...over }, exampleRecords());
  if (gate !== undefined) writeFileSync(join(folder, gateJson.file), gate);
  await writeReports(folder);
  return verdictIn(readFileSync(join(folder, "report.html"), "utf8"));
}

describe("the verdict in a report", () => {
  it("says of each cell that did not pass what it was and is, and what to do", async () => {
    const html = await shown(AGAINST_A_RUN);
    expect(html).toContain("<strong>REGRESSED</strong>");
    expect(html).toContain("regressed; 15.2 ms → 17.1 ms (medians of 20 rounds");
    expect(html).toContain("<br/>→ look at what changed between base and head");
    expect(html).toContain("inconclusive; 812 µs → not measured");
    // One that improved has nothing to be done.
    expect(html.split("<br/>→")).toHaveLength(5);
    expect(html).not.toContain("<img");
    expect(html).toContain("The verdict is taken from gate.json");
  });

  it("folds away what would push the report out of sight", async () => {
    const [first] = exampleJudgement().cells as readonly [CellVerdict];
    const cells = Array.from({ length: 25 }, (_, n) => ({ ...first, metric: `ready.${n}` }));
    const html = await shown({ ...AGAINST_A_RUN, cells });
    expect(html).toContain("<summary>20 more</summary>");
    expect(html.indexOf("ready.4 ")).toBeLessThan(html.indexOf("<details>"));
    expect(html.indexOf("ready.5 ")).toBeGreaterThan(html.indexOf("<details>"));
  });

  it("is that of gate.json in the run's folder, if it is of this run and can be read", async () => {
    const json = (judgement: Judgement) => gateJson.render(judgement);
    expect(await reported(json(AGAINST_A_RUN))).toContain("REGRESSED");
    expect(await reported(json({ ...AGAINST_A_RUN, runId: "another" }))).toBe("");
    for (const text of [undefined, "", "{}", "{", '{"schema":2}']) {
      expect(await reported(text), text).toBe("");
    }
  });

  it("is made anew where the run itself has both sides", async () => {
    const gate = { base: "native", head: "crun", rules: [] };
    const html = await reported(gateJson.render(AGAINST_A_RUN), { gate });
    expect(html).toContain("INCONCLUSIVE");
    expect(html).not.toContain("The verdict is taken from gate.json");
  });
});
