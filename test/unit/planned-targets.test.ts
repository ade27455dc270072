/** A workload that was planned on some of the targets: what reports show of the others. */
import { describe, expect, it } from "vitest";
import { analyze } from "../../bench/stats/analyze.ts";
import { onTarget } from "../../bench/subjects.ts";
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

describe("a workload that measures a target in several ways", () => {
  const ways = ["fast", "slow"].map((way) => ({
    id: `docker ${way}`,
    roles: { target: "docker" },
    at: { way },
  }));
  const several = reportInput(
    {
      ...all.run,
      workloads: all.run.workloads.map((workload) =>
        workload.id === "disk.x" ? { ...workload, subjects: ways } : workload,
      ),
    },
    all.records.flatMap((record) => {
      if (record.workload !== "disk.x") return [record];
      if (record.target !== "docker") return [];
      return ways.map(({ id }) => ({ ...record, subject: id }));
    }),
  );

  it("has a column for each, which is the target in all but its name", () => {
    const columns = targetsOf(several, "disk.x");
    expect(columns.map(({ id }) => id)).toEqual(["docker fast", "docker slow"]);
    for (const { kind } of columns) expect(kind).toBe("engine");
    expect(targetsOf(several, "cpu.x").map(({ id }) => id)).toEqual(["native", "crun", "docker"]);
  });

  it("has figures in them, and misses nothing", () => {
    expect(several.analysis.notMeasured).toEqual([]);
    const tables = terminalTables(several);
    const table = tables.slice(tables.indexOf("disk.x"));
    expect(table).toContain("docker fast");
    expect(table).not.toContain("n/a");
    const section = String(summaryMarkdown.render(several)).split("## disk.x")[1]?.split("##")[0];
    expect(section).toContain("docker slow");
    expect(section).not.toContain("n/a");
  });
});
