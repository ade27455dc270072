/** The formats of gates and exports, read as their consumers read them. */
import fc from "fast-check";
import { parse, type TestSuites } from "junit2json";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { verbatim } from "../../bench/messages.ts";
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { annotations } from "../../reports/gate/annotations.ts";
import { gateJunit } from "../../reports/gate/junit.ts";
import { gateMarkdown } from "../../reports/gate/markdown.ts";
import { gateText } from "../../reports/gate/terminal.ts";
import { readingNotes } from "../../reports/gate/words.ts";
import { reportInput } from "../../reports/model.ts";
import { textOf } from "../../reports/text/message.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";

const input = reportInput(exampleRun(), exampleRecords());

function rendered(format: string): string {
  return EXPORTS.find((one) => one.format === format)?.render(input) ?? "";
}

/** Text of all sorts, with more of what means something to some reader than chance would give. */
const anything = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("::error::", "##[group]", "]]>", "<", "&", '"', "%", "\r", "\n", "\u0000"),
    ),
  )
  .map((parts) => parts.join(""));

function withTexts(reason: string, name: string): Judgement {
  const judgement = exampleJudgement();
  const said = verbatim(reason);
  const cells = judgement.cells.map(
    (cell): CellVerdict => ({ ...cell, reason: said, remedy: said, metric: name }),
  );
  return { ...judgement, summary: said, base: name, head: name, cells, notes: [said] };
}

describe("junit.xml", () => {
  async function suites(judgement: Judgement, inconclusive?: "fail" | "pass") {
    const xml = gateJunit.render(judgement, inconclusive && { inconclusive });
    return (await parse(xml)) as TestSuites;
  }

  function count(read: TestSuites, what: "failure" | "skipped" | "error"): number {
    const cases = read.testsuite?.flatMap(({ testcase }) => testcase ?? []) ?? [];
    return cases.filter((one) => one[what] !== undefined).length;
  }

  it("has a suite for each workload, a test for each gated cell, and counts that agree", async () => {
    const judgement = exampleJudgement();
    const gated = judgement.cells.filter((cell) => cell.gated);
    for (const inconclusive of ["fail", "pass"] as const) {
      const read = await suites(judgement, inconclusive);
      expect(read.testsuite?.map(({ name }) => name)).toEqual([
        ...new Set(gated.map(({ workload }) => workload)),
      ]);
      expect(read).toMatchObject({ tests: gated.length, failures: count(read, "failure") });
      expect(count(read, "failure")).toBe(inconclusive === "fail" ? 4 : 2);
      expect(count(read, "skipped")).toBe(inconclusive === "fail" ? 0 : 2);
      expect(count(read, "error")).toBe(0);
      const keys = read.testsuite?.flatMap(({ testcase }) =>
        testcase?.map(({ classname, name }) => `${classname} ${name}`),
      );
      expect(new Set(keys).size).toBe(gated.length);
    }
  });

  it("fails what is inconclusive unless it is told otherwise", async () => {
    expect(count(await suites(exampleJudgement()), "failure")).toBe(4);
  });

  it("is not without a test where nothing was judged", async () => {
    const cells = exampleJudgement().cells.map((cell): CellVerdict => ({ ...cell, gated: false }));
    for (const told of [cells, []]) {
      const judgement = { ...exampleJudgement(), verdict: "inconclusive", cells: told } as const;
      const failed = await suites(judgement);
      expect(failed).toMatchObject({ tests: 1, failures: 1 });
      expect(count(failed, "failure")).toBe(1);
      const passed = await suites(judgement, "pass");
      expect(passed).toMatchObject({ tests: 1, failures: 0 });
      expect(count(passed, "skipped")).toBe(1);
      for (const { testsuite } of [failed, passed]) {
        expect(JSON.stringify(testsuite)).toContain(textOf(judgement.summary));
      }
    }
  });

  it("is XML whatever a reason holds", async () => {
    await fc.assert(
      fc.asyncProperty(anything, anything, async (reason, name) => {
        const read = await suites(withTexts(reason, name));
        expect(count(read, "failure")).toBe(4);
        const nothing = { ...withTexts(reason, name), verdict: "inconclusive", cells: [] } as const;
        expect(count(await suites(nothing), "failure")).toBe(1);
      }),
    );
  });
});

describe("annotations", () => {
  it("gives GitHub's runner a command for each cell, and no other", () => {
    fc.assert(
      fc.property(anything, anything, (reason, name) => {
        const lines = annotations(withTexts(reason, name)).trimEnd().split("\n");
        expect(lines.map((line) => line.split(" ")[0])).toEqual([
          ...["::error", "::error", "::warning", "::warning", "::notice", "::notice"],
        ]);
        // The runner: up to the next `::` are the properties, which commas divide.
        for (const line of lines) expect(line).toMatch(/^::\w+ title=[^:,\r\n]*::[^\r\n]*$/);
      }),
    );
  });

  it("tells with the last of the ten that GitHub shows how many more there are", () => {
    const judgement = exampleJudgement();
    const worst = judgement.cells[0] as CellVerdict;
    const lines = (n: number) =>
      annotations({ ...judgement, cells: Array<CellVerdict>(n).fill(worst) })
        .split("\n")
        .slice(0, -1);
    expect(lines(10)).toHaveLength(10);
    expect(lines(10).at(-1)).not.toContain("more regressed");
    expect(lines(14)).toHaveLength(10);
    expect(lines(14).at(-1)).toContain("5 more regressed");
  });

  it("is empty where all passed", () => {
    expect(annotations({ ...exampleJudgement(), cells: [] })).toBe("");
  });
});

describe("a gate's text", () => {
  it("is never a command to the CI whose log it is in", () => {
    fc.assert(
      fc.property(anything, anything, (reason, name) => {
        const text = gateText(withTexts(reason, name));
        expect(text.split("\n").filter((line) => /^\s*::/.test(line))).toEqual([]);
        expect(text).not.toContain("##[");
      }),
    );
  });

  it("is never markup in a comment", () => {
    fc.assert(
      fc.property(anything, anything, (reason, name) => {
        const text = gateMarkdown.render(withTexts(reason, name));
        const tags = [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
        const own = /^<(!-- isotax gate --|br|\/?details|\/?summary)>$/;
        expect(tags.filter((tag) => !own.test(tag))).toEqual([]);
      }),
    );
  });
});

const number = z.number();

describe("exports", () => {
  it("hyperfine: has what its scripts read, and times that are the raw samples", () => {
    const { results } = z
      .strictObject({
        results: z.array(
          z.strictObject({
            ...{ command: z.string(), mean: number, stddev: number.nullable(), median: number },
            ...{ min: number, max: number, times: z.array(number).min(1) },
            exit_codes: z.array(z.literal(0)),
            parameters: z.record(z.string(), z.string()),
          }),
        ),
      })
      .parse(JSON.parse(rendered("hyperfine")));
    const ready = results.find(({ command }) => command === "start.exec/ready on crun");
    expect(ready?.times).toEqual([0.0151, 0.015101, 0.0152, 0.015201, 0.0153, 0.015301]);
    for (const { times, exit_codes, min, mean, max } of results) {
      expect(exit_codes).toHaveLength(times.length);
      expect(min <= mean && mean <= max).toBe(true);
    }
  });

  it("github-action-benchmark: is entries of one direction", () => {
    const Entry = z.strictObject({
      ...{ name: z.string(), unit: z.string(), value: number },
      ...{ range: z.string().optional(), extra: z.string().optional() },
    });
    const of = (format: string) => z.array(Entry).parse(JSON.parse(rendered(format)));
    const smaller = of("github-action-benchmark-smaller");
    const bigger = of("github-action-benchmark-bigger");
    expect(new Set(smaller.map(({ unit }) => unit))).toEqual(new Set(["ns", "bytes"]));
    expect(new Set(bigger.map(({ unit }) => unit))).toEqual(new Set(["ops/s"]));
    // It finds earlier figures by the name.
    const names = [...smaller, ...bigger].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("bencher: is Bencher Metric Format", () => {
    const Metric = z.strictObject({
      ...{ value: number, lower_value: number.optional(), upper_value: number.optional() },
    });
    const measures = z.record(z.string().min(1).max(64), Metric);
    const read = z
      .record(z.string().min(1).max(1024), measures)
      .parse(JSON.parse(rendered("bencher")));
    expect(read["start.exec/ready on crun"]?.["latency"]).toEqual({
      ...{ value: 15_200_500, lower_value: 15_100_500, upper_value: 15_300_500 },
    });
    expect(read["cpu.sysbench/primes on native"]).toHaveProperty("throughput");
    expect(read["cpu.sysbench/primes.host-cpu on native"]).toHaveProperty("cpu-time");
  });

  it("openmetrics: keeps to the grammar and to the rules about families", () => {
    const lines = rendered("openmetrics").split("\n");
    expect(lines.slice(-2)).toEqual(["# EOF", ""]);
    const families: string[] = [];
    const seen = new Set<string>();
    for (const line of lines.slice(0, -2)) {
      const [, kind, name = "", rest] = /^# (TYPE|UNIT|HELP) (\w+) (.+)$/.exec(line) ?? [];
      if (kind === "TYPE") {
        families.push(name);
        expect(rest).toBe("gauge");
      } else if (kind !== undefined) {
        expect(name).toBe(families.at(-1));
        if (kind === "UNIT") expect(name.endsWith(`_${rest}`), name).toBe(true);
      } else {
        const [, sample, labels, value] =
          /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[n"\\])*",?)*)\} (-?\d[\d.e+-]*)$/.exec(line) ??
          [];
        expect(sample, line).toBe(families.at(-1));
        expect(Number.isFinite(Number(value)), line).toBe(true);
        expect(seen.has(`${sample}{${labels}}`), line).toBe(false);
        seen.add(`${sample}{${labels}}`);
      }
    }
    expect(new Set(families).size).toBe(families.length);
  });
});

describe("what many changes say together", () => {
  const notes = (
    cells: readonly CellVerdict[],
    comparison: Judgement["comparison"] = "interleaved",
  ) => readingNotes({ ...exampleJudgement(), comparison, cells }).join("\n");
  const [example] = exampleJudgement().cells as [CellVerdict];
  const cell = (chance: number, n = 20): CellVerdict => ({
    ...{ ...example, chance, gated: true },
    ...{ baseSide: { median: 1, n }, headSide: { median: 1, n } },
  });
  const many = (count: number, chance: number, n?: number) =>
    Array.from({ length: count }, () => cell(chance, n));

  it("is how many of them are more than chance", () => {
    expect(notes([...many(2, 0.001), ...many(10, 0.5)])).toContain("2 of 12 changes are more than");
    // One in ten at 0.04 is what chance alone gives.
    expect(notes([...many(1, 0.04), ...many(9, 0.9)])).toContain("0 of 10 changes are more than");
  });

  it("is not told of few, or where rounds are too few for ranks to say so", () => {
    expect(notes(many(9, 0.001))).not.toContain("more than chance");
    expect(notes(many(12, 0.0625, 5))).not.toContain("more than chance");
    expect(notes(many(12, 0.001, 5), "baseline")).toContain("12 of 12 changes are more than");
  });

  it("is what the gated cell that sees least would have shown", () => {
    const sees = (detectable: number) => ({ ...cell(0.5), detectable });
    expect(notes([sees(0.07), sees(0.123)])).toContain("any gated cell had become 12.3% slower or");
    expect(notes([sees(1.5)])).toContain("gated cell had become 2.50 times as slow or more");
    expect(notes([sees(0.07), cell(0.5)])).not.toContain("a chance of 80%");
  });
});
