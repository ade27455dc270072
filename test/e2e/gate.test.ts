/** The gate as CI meets it: real targets, exit codes, files, and what GitHub is told. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { GateFileSchema } from "../../bench/stats/judgement-schema.ts";
import { readRun } from "../../bench/store.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { cli, leftOvers, ROOT, temporaryFolder } from "../support.ts";

const REFERENCE = join(ROOT, "results/reference");
const LADDER = join(ROOT, "results/reference/ladder");
/** A gate that measures nothing. */
const JUDGED = ["--baseline", REFERENCE, "--run", REFERENCE] as const;
const FILE = join(ROOT, "package.json");
/** Starts that take turns on a busy machine of CI scatter: what is shown here is not how little the gate sees. */
const WIDE = ["--margin", "25%", "--budget", "4m"] as const;

function gate(args: readonly string[], env: Record<string, string> = {}, timeoutMs = 590_000) {
  return cli(["gate", ...args], { timeoutMs, env });
}

describe("isotax gate", { timeout: 600_000 }, () => {
  it("goes red for a start that has become slower, and says what, by how much, and what to do", () => {
    const folder = temporaryFolder();
    const out = join(folder, "gate");
    const summary = join(folder, "summary.md");
    const result = gate(["overlay", "overlay+delay=20ms", ...WIDE, "--out", out], {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(result.code, result.stderr).toBe(1);
    expect(result.stdout).toMatch(/^REGRESSED: something got worse/);
    expect(result.stdout).toMatch(
      /start\.exec\/ready on overlay -> overlay\+delay=20ms: regressed/,
    );
    expect(result.stdout).toMatch(/slow.* more than the 25% allowed, after \d+ rounds/);
    expect(result.stdout).toContain("-> look at what changed between base and head");
    expect(result.stderr).toMatch(/^::error title=/m);
    expect(readFileSync(summary, "utf8")).toContain("## isotax: regressed");
    const judgement = JSON.parse(readFileSync(join(out, "gate.json"), "utf8"));
    expect(GateFileSchema.safeParse(judgement).error).toBeUndefined();
    expect(readFileSync(join(out, "junit.xml"), "utf8")).toContain("<failure");
    const { run } = readRun(out);
    expect(leftOvers(run.runId)).toEqual([]);
    // Ended at a look, long before the last of the rounds that it might have taken.
    expect(run.adaptive).toMatchObject({
      ended: "decided",
      taken: expect.arrayContaining([run.rounds]),
    });
    expect(run.rounds).toBeLessThan(run.adaptive?.looks.at(-1) as number);
    // All that was judged can be judged again from the folder.
    const again = gate(["--run", out, "--json"]);
    expect(again.code).toBe(1);
    const { $schema: _, ...written } = judgement;
    expect(JSON.parse(again.stdout)).toEqual(written);
  });

  it("compares two checkouts of a project's own runner", () => {
    const folder = temporaryFolder();
    const base = join(ROOT, "scripts/ci/start-container.sh");
    const head = join(folder, "start-container.sh");
    // What somebody might have added without a thought.
    const slower = readFileSync(base, "utf8").replace("\nexec ", "\nsleep 0.03\nexec ");
    writeFileSync(head, slower);
    chmodSync(head, 0o755);
    // A backslash keeps a space within its word.
    const command = (script: string) =>
      `command:${script.replaceAll(" ", "\\ ")} {rootfs} {command}`;
    const out = join(folder, "gate");
    const result = gate([command(base), command(head), ...WIDE, "--out", out]);
    expect(result.code, result.stderr).toBe(1);
    expect(result.stdout).toContain("start-container.sh {rootfs} {command}: regressed");
  });

  it("says that it could not decide, with a code of its own", () => {
    const folder = temporaryFolder();
    const out = join(folder, "gate");
    const config = join(folder, "isotax.config.json");
    // What is meant to be judged and is not there can't be decided, whatever the machine does.
    writeFileSync(config, JSON.stringify({ gate: { margins: { "start.exec/redy": "5%" } } }));
    const result = gate(["fake", "fake", "--rounds", "8", "--config", config, "--out", out]);
    expect(result.code, result.stderr).toBe(3);
    expect(result.stdout).toMatch(/^INCONCLUSIVE/);
    expect(result.stdout).toContain("has no such figure of it");
    // Beside those that were decided too.
    expect(result.stdout).toMatch(/p90 \d/);
    expect(result.stdout).toContain("0 -> 0 of 8");
    expect(gate(["--run", out, "--inconclusive", "pass"]).code).toBe(0);
    expect(gate(["--run", out, "--inconclusive", "fail"]).code).toBe(1);
  });

  // Five gates, each of which may take its whole budget on a slow machine.
  it("proves itself: it sees known slowdowns of a real target, and none where there is none", {
    timeout: 1_200_000,
  }, () => {
    const out = join(temporaryFolder(), "self-test");
    // A spin of 20% that must be seen with a margin below it, on a machine that may be busy.
    const asked = ["--self-test", "overlay", "--margin", "15%", "--budget", "3m", "--out", out];
    const result = gate(asked, {}, 1_150_000);
    expect(result.code, `${result.stdout}\n${result.stderr}`).toBe(0);
    expect(result.stdout).toContain("The gate can be trusted here");
    expect(result.stdout.match(/as it has to be/g)).toHaveLength(5);
  });

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
    [["native", "native", "--rounds", "5"], "it takes 8"],
    [["native", "native", "--budget", "2s"], "it takes 16 at the least"],
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

  it("measures nothing where a side cannot be had, and leaves no folder", () => {
    const out = join(temporaryFolder(), "gate");
    const { code, stderr } = gate(["crun", "oci:/does/not/exist/crun", "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toContain("/does/not/exist/crun not found");
    expect(stderr).toContain("build it, or check the path");
    expect(existsSync(out)).toBe(false);
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
