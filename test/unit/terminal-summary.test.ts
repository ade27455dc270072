/** The end of a run: few short lines, whatever was measured, and counts that are right. */
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TargetState } from "../../bench/schema.ts";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { terminalSummary } from "../../reports/terminal.ts";
import { KOREAN } from "../../reports/text/ko/korean.ts";
import { ENGLISH, speak } from "../../reports/text/message.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { type Made, type MadeMetric, madeRun, noise, ready } from "../made-runs.ts";

const COMMAND = "isotax show results/20260102-030405-beef --all";
/** Of 30, two are for where the report is and how to go on. */
const MOST_LINES = 28;
const MOST_COLUMNS = 80;

function linesOf({ run, records }: Made): readonly string[] {
  return linesOfInput(reportInput(run, records));
}

function linesOfInput(input: ReportInput): readonly string[] {
  const text = stripVTControlCharacters(terminalSummary(input, { command: COMMAND }));
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n");
}

function expectShort(lines: readonly string[]): void {
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
  expect(lines.filter((line) => stringWidth(line) > MOST_COLUMNS)).toEqual([]);
}

const KINDS = ["native", "primitive", "runtime", "engine", "vm"] as const;

/** A ladder: native, 14 primitives, 4 runtimes, 3 engines, 3 VMs that are emulated. */
function ladder(): readonly TargetState[] {
  const kinds = [1, 14, 4, 3, 3].flatMap((count, at) => Array(count).fill(KINDS[at]));
  const [like] = exampleRun().targets as [TargetState];
  return kinds.map((kind, at) => ({
    ...like,
    ...{ id: at === 0 ? "native" : `${kind}-with-a-long-name-${at}`, kind, rung: at * 10 },
    facts: kind === "vm" ? { accelerator: "tcg" } : {},
  }));
}

const WORK = [
  ...["cpu.sysbench/primes", "memory.latency/dram", "disk.fio/randread.qd1"],
  ...["network.iperf3/tcp", "app.redis/set"],
] as const;

function work(workload: string, at: number): MadeMetric {
  const [id = "", metric = ""] = (WORK[at % WORK.length] ?? "").split("/");
  return { workload: `${id}${workload}`, metric, value: () => 1000 };
}

/** 25 targets and 29 workloads, of which some cells fail. */
function whole(): Made {
  const targets = ladder();
  const made = madeRun(
    8,
    targets.map(({ id }) => id),
    [ready(1, { by: 0.1, of: noise })],
    { targets: [...targets] },
  );
  const [start] = made.run.workloads;
  if (start === undefined) throw new Error("no workload");
  const families = ["start", "cpu", "memory", "disk", "network", "app", "syscall"];
  const workloads = Array.from({ length: 29 }, (_, at) => {
    const family = families[at % families.length] ?? "";
    const metrics = start.metrics.map((metric) =>
      family === "start"
        ? metric
        : { ...metric, against: "ratio" as const, role: "headline" as const },
    );
    return { ...start, id: `${family}.${at}`, family, metrics };
  });
  const records = workloads.flatMap(({ id }, at) =>
    made.records.map((record, position) => ({
      ...{ ...record, workload: id, position: at * made.records.length + position },
      ...(position % 97 === 5
        ? {
            outcome: madeRun(1, ["x"], [{ ...work("", 0), value: () => undefined }]).records[0]
              ?.outcome as typeof record.outcome,
          }
        : {}),
    })),
  );
  return { run: { ...made.run, workloads }, records };
}

describe("the end of a run", () => {
  it("has few short lines after 25 targets and 29 workloads", () => {
    const made = whole();
    const lines = linesOf(made);
    expectShort(lines);
    expect(lines[0]).toContain("25 targets, 29 workloads");
    const text = lines.join("\n");
    for (const family of ["CPU", "memory", "disk", "network", "others"]) {
      expect(text).toMatch(new RegExp(`^ {2}${family} +\\d.*cells differ, about \\d+ by`, "m"));
    }
    expect(text).toMatch(/x \d+ failed of 725 pairs of target and workload/);
    expect(text).toContain("it broke");
    expect(text).toMatch(/Emulated \(TCG\).*vm-with-a-long-name-22 and 2 more/);
  });

  it("folds starts: native, engines and one VM stay, then the lowest rungs", () => {
    const lines = linesOf(whole());
    const from = lines.findIndex((line) => line.startsWith("Cold start"));
    const to = lines.findIndex((line) => line.includes(" more: isotax show"));
    const shown = lines.slice(from + 1, to).map((line) => line.trim().split(/[ …]/)[0] ?? "");
    const folded = 25 - shown.length;
    expect(lines[to]?.trim()).toBe(`and ${folded} more: ${COMMAND}`);
    expect(shown[0]).toBe("native");
    expect(shown.filter((id) => id.startsWith("engine"))).toHaveLength(3);
    expect(shown.filter((id) => id.startsWith("vm"))).toHaveLength(1);
    expect(shown[1]).toBe("primitive-with-a-long-n");
    expect(shown.length).toBeGreaterThan(5);
  });

  it.each([18, 19, 22, 26])("keeps to %i lines, if that is the room that is left", (lines) => {
    const { run, records } = whole();
    const input = reportInput(run, records);
    const text = stripVTControlCharacters(terminalSummary(input, { command: COMMAND, lines }));
    expect(text.split("\n").length - 1).toBeLessThanOrEqual(lines);
    expect(text).toMatch(/^ {2}native /m);
    expect(text).toMatch(/^ {2}others /m);
    expect(text).toContain("failed of 725 pairs");
    expect(text).toContain("\nCan it be trusted? Yes, each figure with its interval.\n");
    expect(text.split(COMMAND)).toHaveLength(2);
  });

  it("shows all of two targets and one workload, and folds nothing", () => {
    const lines = linesOf(madeRun(6, ["native", "crun"], [ready(1)]));
    expectShort(lines);
    expect(lines[1]).toBe("Can it be trusted? Yes, each figure with its interval.");
    // Three of them are claims: about starts, about files, and which were not measured.
    expect(lines).toHaveLength(9);
    expect(lines.join("\n")).not.toContain("more:");
    expect(lines[7]).toMatch(/^ {2}crun +15\.0 ms/);
  });

  it("says what could not be measured, with the first failure rather than what is not there", () => {
    const lines = linesOf({ run: exampleRun(), records: exampleRecords() });
    expectShort(lines);
    const text = lines.join("\n");
    expect(text).toContain("1 failed, 3 missing, 3 unavailable of 15 pairs of target and workload");
    expect(text).toContain("first: cpu.sysbench on crun: the instance ended");
  });

  it("says so where no start was measured, with the command that would", () => {
    const primes = { workload: "cpu.sysbench", metric: "primes", value: () => 1000 };
    const text = linesOf(madeRun(6, ["native", "crun"], [primes])).join("\n");
    expect(text).toContain("Cold start: not measured (isotax run --workloads start.exec)");
    expect(text).toMatch(/CPU +1\.00x +0 of 1 cells differ/);
  });

  it("counts VMs that were not emulated by themselves, and emulated ones not at all", () => {
    const primes: MadeMetric = {
      ...{ workload: "cpu.sysbench", metric: "primes", unit: "ops/s", better: "higher" },
      value: (target, round) => 1000 * noise(round, 0.01) * (target === "crun" ? 0.9 : 0.5),
    };
    const { run, records } = madeRun(8, ["native", "crun", "kvm", "tcg"], [primes]);
    const targets = run.targets.map((target) => {
      if (!["kvm", "tcg"].includes(target.id)) return target;
      return { ...target, kind: "vm" as const, facts: { accelerator: target.id } };
    });
    const text = linesOf({ run: { ...run, targets }, records }).join("\n");
    expect(text).toMatch(/CPU +0\.56x +1 of 1 cells differ, about 0 by chance; surely 1/);
    expect(text).toMatch(/in VMs +1\.00x +\d of 1 cells differ/);
    expect(text).toMatch(/Emulated.*: tcg$/m);
  });

  it("says first that a run was stopped, or has made-up times", () => {
    const { run, records } = madeRun(6, ["native", "crun"], [ready(1)]);
    const targets = run.targets.map((target) => ({ ...target, kind: "fake" as const }));
    const lines = linesOf({ run: { ...run, targets, status: "interrupted" }, records });
    expect(lines[1]).toMatch(/^! fake: made-up times/);
    expect(lines.slice(2, 4).join(" ")).toContain("not complete: interrupted");
    expectShort(lines);
  });

  it("says how far the figures can be trusted, and what keeps them from more", () => {
    const few = linesOf(madeRun(3, ["native", "crun"], [ready(1)]));
    expect(few.slice(1, 3)).toEqual([
      "Can it be trusted? For big differences, not for a few percent: 3 rounds; 6 are",
      "needed for intervals of 95%.",
    ]);
    expectShort(few);
  });

  it("gives the remedy that helps against most warnings", () => {
    const { run, records } = madeRun(6, ["native", "crun"], [ready(1)]);
    const input = reportInput(run, records);
    const remedy = (text: string) => ({ code: "verbatim", values: { text } });
    const warning = (text: string, count: number) => ({
      ...{ code: "noisy" as const, message: remedy("m"), remedy: remedy(text), count },
      where: remedy("w"),
    });
    const warnings = [warning("stop it", 2), warning("wait", 3), warning("stop it", 2)];
    const lines = linesOfInput({ ...input, analysis: { ...input.analysis, warnings } });
    expect(lines.join("\n")).toContain("! 7 warnings; for 4 of them: stop it");
  });
});

describe("the end of a run in Korean, whose letters take two columns", () => {
  beforeAll(() => speak(KOREAN));
  afterAll(() => speak(ENGLISH));

  it("has short lines, and loses none of its own words at their ends", () => {
    const lines = linesOf(whole());
    expectShort(lines);
    const cut = lines.filter((line) => line.endsWith("\u2026"));
    // Names and reasons may be of any length.
    expect(cut.filter((line) => !/^ *처음: |with-a-long-name/.test(line))).toEqual([]);
    expect(lines.join("\n")).toMatch(/^ {2}CPU +\d.*개 차이, 우연이면 약 \d+개; 확실 \d+개$/m);
  });
});
