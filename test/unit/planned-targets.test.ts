/** A workload that was planned on some of the targets: what reports show of the others. */
import { describe, expect, it } from "vitest";
import { onTarget } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { absence, reportInput, targetsOf } from "../../reports/model.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { CRUN, made, NATIVE, slow, target } from "../made-claims.ts";

const all = made(
  3,
  [NATIVE, CRUN, target("docker", "engine")],
  slow(["cpu.x", "disk.x"], () => 1),
);
const planned = all.run.workloads.map((workload) =>
  workload.id === "disk.x" ? { ...workload, subjects: ["native", "crun"].map(onTarget) } : workload,
);
const run = { ...all.run, workloads: planned };
const records = all.records.filter(
  (record) => record.workload !== "disk.x" || record.target !== "docker",
);
const input = reportInput(run, records);

describe("a workload that was planned on some of the targets", () => {
  it("misses nothing", () => {
    expect(analyze(run, records).notMeasured).toEqual([]);
  });

  it("has a column for each of them, and for no other", () => {
    const ids = (workload: string) => targetsOf(input, workload).map(({ id }) => id);
    expect(ids("cpu.x")).toEqual(["native", "crun", "docker"]);
    expect(ids("disk.x")).toEqual(["native", "crun"]);
    const tables = terminalTables(input).split("disk.x");
    expect(tables[0]).toContain("docker");
    expect(tables[1]).not.toContain("docker");
    const sections = String(summaryMarkdown.render(input)).split("## disk.x");
    expect(sections[0]).toContain("docker");
    expect(sections[1]?.split("##")[0]).not.toContain("docker");
  });

  it("is not planned on the others, where a table has one column for all", () => {
    expect(absence(input, "docker", "disk.x")).toBe("not planned");
    expect(absence(input, "docker", "cpu.x")).toBe("n/a");
  });
});
