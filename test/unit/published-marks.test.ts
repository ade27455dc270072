/** Published figures stand beside measured ones of the same kind, and never beside emulated ones. */
import { describe, expect, it } from "vitest";
import { CLAIMS } from "../../bench/claims/registry.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { publishedSlowdowns, publishedStarts } from "../../reports/published-marks.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

function input(accelerator = "tcg"): ReportInput {
  const run = exampleRun();
  const targets = run.targets.map((target) =>
    target.id === "qemu-microvm" ? { ...target, facts: { accelerator } } : target,
  );
  return reportInput({ ...run, targets }, exampleRecords());
}

describe("a published figure", () => {
  it("of many starts is that of one, and says so", () => {
    const [crun, ...others] = publishedStarts(input()).filter(({ target }) => target === "crun");
    expect(others).toEqual([]);
    expect(crun).toMatchObject({ workload: "start.exec", low: 16.9e6, high: 16.9e6 });
    expect(crun?.text).toContain("16.9 ms each");
    expect(crun?.text).toContain("crun README");
  });

  it("of a virtual machine stands beside one that the CPU virtualizes, not beside TCG", () => {
    const of = (accelerator: string) =>
      publishedStarts(input(accelerator)).map(({ target }) => target);
    expect(of("kvm")).toContain("qemu-microvm");
    expect(of("tcg")).not.toContain("qemu-microvm");
  });

  it("of a rate that falls is a slowdown, with both of its ends", () => {
    const made = input("kvm");
    const workloads = made.analysis.workloads.map((one) =>
      one.id === "cpu.sysbench" ? { ...one, id: "disk.fio" } : one,
    );
    const marks = publishedSlowdowns({ ...made, analysis: { ...made.analysis, workloads } });
    const machine = marks.find(({ target }) => target === "qemu-microvm");
    expect(machine?.low).toBeCloseTo(1 / 0.55, 9);
    expect(machine?.high).toBeCloseTo(1 / 0.49, 9);
    expect(publishedSlowdowns(made).map(({ workload }) => workload)).not.toContain("disk.fio");
  });

  it("is in the chart, its legend and its table, with its source", async () => {
    const page = await htmlReport.render(input());
    const figure = page.slice(page.indexOf('id="figure-starts-start.exec"'));
    const chart = figure.slice(0, figure.indexOf("</figure>"));
    expect(chart.match(/class="published"/g)).toHaveLength(2);
    expect(chart.match(/crun README/g)?.length).toBeGreaterThanOrEqual(2);
    expect(chart).toContain("published by others");
  });
});

describe("claims", () => {
  it("name workloads that exist as those beside which their figures stand", async () => {
    const known = (await loadExperiments()).map(({ id }) => id);
    const named = CLAIMS.flatMap(({ published }) =>
      published.flatMap(({ beside }) => beside?.workloads ?? []),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(known).toEqual(expect.arrayContaining(named));
  });
});
