/** The gate where it measures nothing: what it refuses, and runs that are there already. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { readRun } from "../../bench/store.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { cli, ROOT, temporaryFolder } from "../support.ts";

const REFERENCE = join(ROOT, "results/reference");
const LADDER = join(ROOT, "results/reference/ladder");
/** A gate that measures nothing. */
const JUDGED = ["--baseline", REFERENCE, "--run", REFERENCE] as const;
const FILE = join(ROOT, "package.json");
function gate(args: readonly string[], env: Record<string, string> = {}) {
  return cli(["gate", ...args], { env });
}

describe("isotax gate", () => {
  it.each([
    [["native"], "a gate compares two sides, and was given one"],
    [[], "name two targets"],
    [["native", "natve"], 'did you mean "native"?'],
    [["native", "native", "--baseline", REFERENCE], "was asked for 2: BASE HEAD, --baseline"],
    [["native", "native", "--margin", "many"], "Expected a share"],
    [["native", "native", "--margin", "5"], "Expected a share"],
    [["--baseline", REFERENCE, "--budget", "5m"], "--budget would have no effect"],
    [["native", "native", "--budget", "10"], "Expected a time"],
    [["native", "native", "--config", "/does/not/exist.json"], "does not exist"],
    [["--baseline", "/tmp"], "is not a run folder"],
    [["--history", "/does/not/exist"], "does not exist"],
    [["--history", FILE], "is a file"],
    [["native", "native", "--rounds", "5"], "it takes 11"],
    [["native", "native", "--budget", "2s"], "it takes 11 at the least"],
    [["--baseline", REFERENCE, "--rounds", "3"], "has 3 rounds"],
    [["--run", REFERENCE], "was not made by a gate"],
    [[...JUDGED, "--rounds", "30", "--seed", "4"], "--rounds, --seed would have no effect"],
    [["--history", LADDER, "--run", REFERENCE, "--rounds", "30"], "by --history with --run"],
    [["--run", REFERENCE, "--guest-kernel", FILE], "--guest-kernel would have no effect"],
    [["--self-test", "--json", "--inconclusive", "pass"], "--inconclusive, --json would have no"],
    [[...JUDGED, "--out", FILE], "and it is no folder\n  -> choose another --out"],
    [
      [...JUDGED, "--out", join(FILE, "below")],
      "a part of the path is a file\n  -> choose another --out",
    ],
    [[...JUDGED, "--out", "/proc/isotax"], "nothing can be made there\n  -> choose another --out"],
  ])("%j is refused: %s", (args, message) => {
    const { code, stderr, stdout } = gate(args as string[]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
  });

  it("points at the key of a configuration that is wrong", () => {
    const file = join(temporaryFolder(), "isotax.config.json");
    writeFileSync(file, JSON.stringify({ gate: { margn: "5%" } }));
    const { code, stderr } = gate(["native", "native", "--config", file]);
    expect(code).toBe(2);
    expect(stderr).toContain('gate.margn: unknown key; did you mean "margin"?');
  });
});

describe("runs of another time", () => {
  it("a run against itself has no regression", () => {
    const out = temporaryFolder();
    const result = gate(["--baseline", REFERENCE, "--run", REFERENCE, "--json", "--out", out]);
    const judgement = JSON.parse(result.stdout) as Judgement;
    expect(judgement.cells.filter(({ verdict }) => verdict === "regressed")).toEqual([]);
    expect(
      judgement.cells.every(({ effect }) => effect === undefined || effect.slowdown === 1),
    ).toBe(true);
    expect([0, 3]).toContain(result.code);
  });

  it("keeps its exit code where GitHub's summary cannot be written", () => {
    const args = [...JUDGED, "--inconclusive", "pass", "--out", temporaryFolder()];
    const { code, stdout, stderr } = gate(args, { GITHUB_STEP_SUMMARY: "/does/not/exist.md" });
    expect(code).toBe(0);
    expect(stdout).not.toBe("");
    expect(stderr).toContain("! the verdict is not in the job's summary");
  });

  it("is no success for who reads test results where all was left out", () => {
    const folder = temporaryFolder();
    const config = join(folder, "isotax.config.json");
    writeFileSync(config, JSON.stringify({ gate: { margins: { "*": "ignore" } } }));
    const out = join(folder, "gate");
    const junit = () => readFileSync(join(out, "junit.xml"), "utf8");
    expect(gate([...JUDGED, "--config", config, "--out", out]).code).toBe(3);
    expect(junit()).toContain('tests="1" failures="1"');
    expect(junit()).toContain("nothing was measured that a gate judges");
    const passes = [...JUDGED, "--config", config, "--out", out, "--inconclusive", "pass"];
    expect(gate(passes).code).toBe(0);
    expect(junit()).toContain('tests="1" failures="0" errors="0" skipped="1"');
  });

  it("a baseline of another machine decides nothing, and the fields that differ are named", () => {
    const folder = join(temporaryFolder(), "other");
    const { run } = readRun(REFERENCE);
    const records = readFileSync(join(REFERENCE, "records.ndjson"));
    writeRunFolder(folder, { ...run, host: { ...run.host, CPU: "Another 9000" } }, records);
    const out = temporaryFolder();
    const { code, stdout } = gate(["--baseline", folder, "--run", REFERENCE, "--out", out]);
    expect(code).toBe(3);
    expect(stdout).toContain("the host's CPU was Another 9000");
  });

  it("compares two targets of one run", () => {
    const { code, stdout } = cli(["compare", LADDER, "crun", "runc"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/start\.exec\/ready on crun -> runc: regressed/);
    const config = join(temporaryFolder(), "isotax.config.json");
    writeFileSync(config, JSON.stringify({ gate: { margins: { "strat.exec/*": "50%" } } }));
    const slip = cli(["compare", LADDER, "crun", "runc", "--config", config]);
    expect(slip).toMatchObject({ code: 2, stdout: "" });
    expect(slip.stderr).toContain('unknown workload "strat.exec"; did you mean "start.exec"?');
    const unknown = cli(["compare", LADDER, "crun", "rnc"]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('no target "rnc"; did you mean "runc"?');
  });
});

describe("isotax export", () => {
  it.each(EXPORTS.map(({ format }) => format))("prints %s", (format) => {
    const { code, stdout, stderr } = cli(["export", REFERENCE, "--format", format]);
    expect(code, stderr).toBe(0);
    if (format === "openmetrics") expect(stdout).toMatch(/# EOF\n$/);
    else if (format === "csv") expect(stdout).toMatch(/^run,target,accelerator,/);
    else expect(JSON.parse(stdout)).toBeTruthy();
  });

  it("names the formats that there are", () => {
    const { code, stderr } = cli(["export", REFERENCE, "--format", "hyperfin"]);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean "hyperfine"?');
  });
});

function writeRunFolder(folder: string, run: object, records: Buffer): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "run.json"), JSON.stringify(run));
  writeFileSync(join(folder, "records.ndjson"), records);
}
