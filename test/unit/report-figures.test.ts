/** Figures of the page: one median everywhere, and what a reader may take away is safe and whole. */
import { describe, expect, it } from "vitest";
import { seeded } from "../../bench/random.ts";
import { familySlowdown } from "../../bench/stats/family.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import { boxPlot, firstShown } from "../../reports/html/charts/boxes.tsx";
import { pictureOf } from "../../reports/html/charts/plot.tsx";
import { standaloneSvg } from "../../reports/html/charts/standalone.tsx";
import { chartData, type Distribution } from "../../reports/html/data.ts";
import { figuresOf } from "../../reports/html/figures.ts";
import { groupOf } from "../../reports/html/groups.ts";
import { drawnFor, quantileLines, stairsOf } from "../../reports/html/quantiles.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { isPart, type ReportInput, reportInput } from "../../reports/model.ts";
import { quantity } from "../../reports/numbers.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { LINKS, madeDeliveries } from "../made-deliveries.ts";
import { madeRun, noise, ready } from "../made-runs.ts";

const example = () => reportInput(exampleRun(), exampleRecords());
const noisy = (rounds: number) => {
  const { run, records } = madeRun(
    rounds,
    ["native", "crun"],
    [ready(1.3, { by: 0.4, of: noise })],
  );
  return reportInput(run, records);
};

/** The same run, whose last round has many more samples, and slow ones. */
function uneven(): ReportInput {
  const records = exampleRecords().map((record) => {
    if (record.outcome.status !== "ok") return record;
    const measurements = record.outcome.measurements.map((one) => ({
      ...one,
      values: one.values.concat(
        Array(record.round === 3 ? 20 : 0).fill(Math.max(...one.values) * 2),
      ),
    }));
    return { ...record, outcome: { ...record.outcome, measurements } };
  });
  return reportInput(exampleRun(), records);
}

describe("a median", () => {
  it.each([
    ["the example", example],
    ["rounds of uneven length", uneven],
  ])("is the same in charts, tables and files: %s", (_what, make) => {
    const input = make();
    const drawn = input.analysis.rows.filter((row) => !isPart(row) && row.is.exact !== true);
    const { distributions } = chartData(input);
    const { metrics } = figuresOf(input);
    expect(drawn.length).toBeGreaterThan(5);
    for (const { workload, metric, subject, summary, unit } of drawn) {
      const series = distributions
        .find(({ key }) => key === `${workload} ${metric}`)
        ?.series.find(({ target }) => target === subject);
      const told = quantity(medianOf(series?.values ?? []), unit);
      expect(told, `${workload} ${metric} ${subject}`).toBe(quantity(summary.median, unit));
      const file = metrics.find((one) => one.workload === workload && one.metric === metric);
      expect(quantity(file?.figures[subject]?.[1] ?? 0, unit)).toBe(told);
    }
  });

  it("differs from that of all samples, where rounds have different numbers of them", () => {
    const rows = uneven().analysis.rows.filter(({ metric }) => metric === "ready");
    const pooled = rows.map(({ samples }) => medianOf([...samples.values()].flat()));
    expect(pooled).not.toEqual(rows.map(({ summary }) => summary.median));
  });
});

describe("a distribution", () => {
  it.each([
    [5, false],
    [6, true],
  ])("of %i rounds has a box: %s", (rounds, boxed) => {
    const data = chartData(noisy(rounds));
    const shown = firstShown(data);
    const svg = shown === undefined ? "" : standaloneSvg(pictureOf(boxPlot(data, shown)), "light");
    const count = (of: string) => svg.split(`class="${of}"`).length - 1;
    // A dot for each round of native and crun, whether there is a box or not.
    expect(count("round")).toBe(2 * rounds);
    for (const part of ["box", "median"]) expect(count(part), part).toBe(boxed ? 2 : 0);
    const quartile = shown && quantileLines(stairsOf(data.targets, shown), shown)[0]?.[3];
    expect(quartile === "-").toBe(!boxed);
  });
});

describe("the distribution of a target that is measured in several ways", () => {
  const { run, records } = madeDeliveries({ links: LINKS });
  const data = chartData(reportInput(run, records));

  it("has a line for each of them, and never an empty picture", () => {
    const shown = firstShown(data) as Distribution;
    const { panels } = boxPlot(data, shown);
    const drawn = panels.flatMap(({ rows }) => rows.map(({ label }) => label));
    expect(drawn.toSorted()).toEqual(shown.series.map(({ target }) => target).toSorted());
    expect(drawn.length).toBeGreaterThan(run.targets.length);
  });

  it("hides those of a hidden target, and tells the rounds once", () => {
    const shown = firstShown(data) as Distribution;
    const docker = data.targets.filter(({ id }) => id === "docker");
    const ids = drawnFor(shown, docker, data.ways).map(({ id }) => id);
    expect(ids).toHaveLength(LINKS.length);
    expect(ids.every((id) => id.startsWith("docker"))).toBe(true);
    expect(shown.note).toBe(`each of ${shown.series.length}: 3 rounds`);
  });
});

describe("the slowdown of a family", () => {
  it("is the geometric mean over its metrics in each round, then the median over the rounds", () => {
    const metric = (id: string, slowdown: number) => ({
      ...({ workload: "cpu.sysbench", metric: id, unit: "ops/s", better: "higher" } as const),
      value: (target: string, round: number) =>
        (1000 + round) / (target === "crun" ? slowdown + round / 100 : 1),
    });
    const made = madeRun(9, ["native", "crun"], [metric("a", 1), metric("b", 1.2), metric("c", 9)]);
    const { rows } = reportInput(made.run, made.records).analysis;
    const family = rows[0]?.family ?? "";
    const found = familySlowdown(rows, "crun", family);
    expect(found?.slowdowns.length).toBe(9);
    const inRound = (round: number) =>
      Math.cbrt((1 + round / 100) * (1.2 + round / 100) * (9 + round / 100));
    expect(found?.summary.median).toBeCloseTo(inRound(5), 9);
    expect(found?.summary.interval?.low).toBeCloseTo(inRound(2), 9);
    expect(found?.summary.interval?.high).toBeCloseTo(inRound(8), 9);
    expect(familySlowdown(rows, "crun", "no such family")).toBeUndefined();
  });
});

describe("a group of targets", () => {
  it("never mixes emulated machines, VMs and containers", () => {
    const facts = { accelerator: "tcg" };
    expect(groupOf({ kind: "vm", facts })).toBe("emulated");
    expect(groupOf({ kind: "vm", facts: { accelerator: "kvm" } })).toBe("vms");
    expect(groupOf({ kind: "engine", facts: {} })).toBe("containers");
    expect(groupOf({ kind: "primitive", facts: {} })).toBe("containers");
  });
});

describe("the heat map", () => {
  /** 60 metrics on 2 targets, which differ by noise alone, but for those of the last metric. */
  const cells = () => {
    const random = seeded(11);
    const metrics = Array.from({ length: 60 }, (_, index) => ({
      ...({
        workload: "cpu.sysbench",
        metric: `m${index}`,
        unit: "ops/s",
        better: "higher",
      } as const),
      value: (target: string, _round: number) =>
        (1000 + random.below(100)) / (target !== "native" && index === 59 ? 5000 : 1),
    }));
    const { run, records } = madeRun(6, ["native", "crun", "runc"], metrics);
    return reportInput(run, records);
  };

  it("colours what differs after control for many comparisons, and says how many", async () => {
    const html = await htmlReport.render(cells());
    const table = /<table id="heat-speed".*?<\/table>/s.exec(html)?.[0] ?? "";
    // The highest bin is apart from that of 9 times as slow.
    expect(table.match(/<td class="h\d"/g)).toEqual(['<td class="h8"', '<td class="h8"']);
    const sentence =
      /Of 120 cells of containers, 2 differ from native after control .*? alone\./.exec(html);
    expect(sentence?.[0]).toMatch(
      /the intervals of (\d+) leave out 1, and those of about 3\.8 would/,
    );
    expect(Number(/intervals of (\d+)/.exec(sentence?.[0] ?? "")?.[1])).toBeGreaterThan(2);
  });
});

describe("the command that a reader may paste", () => {
  it("has each strange name as one quoted word", async () => {
    const run = exampleRun();
    const id = "command:/tmp/x y';reboot;'$(id)";
    const [like] = run.targets;
    const targets = [...run.targets, ...(like === undefined ? [] : [{ ...like, id }])];
    const html = await htmlReport.render(reportInput({ ...run, targets }, exampleRecords()));
    const text = html.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
    expect(text).toContain("isotax run --profile quick --rounds 3 --seed 42 --cpus 1 --memory 512");
    expect(text).toContain("'command:/tmp/x y'\\'';reboot;'\\''$(id)'");
  });
});
