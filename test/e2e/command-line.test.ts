/**
 * The command line, as its users meet it: arguments, outputs, exit codes. Its runs are of made-up targets,
 * so that nothing waits. Where a real target is the point: cli.test.ts.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { GateFileSchema } from "../../bench/stats/judgement-schema.ts";
import { readRun } from "../../bench/store.ts";
import { REPORTS } from "../../reports/index.ts";
import { textOf } from "../../reports/text/message.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { tryRun, which } from "../../runners/host/process.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { started } from "../started.ts";
import {
  CLI,
  cli,
  commandLine,
  descendants,
  processName,
  ROOT,
  temporaryFolder,
} from "../support.ts";
import { expectWholePlan } from "../whole-plan.ts";

const TARGETS = (await loadRecipes()).map(({ id }) => id);

/** No tools, and no place for a cache or a ledger: a run of made-up targets needs none. */
const BARE = { PATH: "/nowhere", XDG_CACHE_HOME: "/proc/nowhere", XDG_STATE_HOME: "/proc/nowhere" };
const bare = (args: readonly string[], env: Record<string, string> = {}) =>
  cli(args, { env: { ...BARE, ...env } });
const SMALL = ["--profile", "smoke", "--targets", "fake,fake:ready=3ms", "--no-open"] as const;

/** A script for a target, and the target's id. */
function scriptFile(script: object): {
  readonly id: string;
  readonly rewrite: (script: object) => void;
} {
  const file = join(temporaryFolder(), "script.json");
  const rewrite = (other: object) => writeFileSync(file, JSON.stringify(other));
  rewrite(script);
  return { id: `fake:${file}`, rewrite };
}

describe("help and mistakes", () => {
  it.each([
    [["run", "--profile", "quik"], 'did you mean "quick"?'],
    [["run", "--targets", "dokcer"], 'did you mean "docker"?'],
    [["run", "--targets", "dokcer"], `known targets: ${TARGETS.join(", ")}`],
    [["run", "--targets", "docker:bridge"], "docker:NETWORK (none, host)"],
    [["run", "--targets", "oci:"], "oci:RUNTIME"],
    [["run", "--targets", ","], "--targets names none"],
    [["run", "--targets", "enginse"], 'did you mean "engines"?'],
    [["run", "--workloads", "disk.foi"], 'did you mean "disk.fio"?'],
    [["run", "--round", "3"], "Did you mean --rounds?"],
    [["run", "--rounds", "many"], "Expected a whole number"],
    [["run", "--rounds", "0"], "Expected a whole number"],
    [["run", "--cpus", "1000"], "only"],
    [["run", "--shard", "0/3"], "Expected i/n"],
    [["run", "--shard", "4/3"], "Expected i/n"],
    [["run", "--shard", "a/b"], "Expected i/n"],
    [["run", "--workloads", "start.exec", "--shard", "1/2"], "use --shard i/1 or fewer"],
    [["run", "--resume", "/does/not/exist", "--shard", "1/2"], "--shard would change it"],
    [["merge", "/tmp", "--out", "/tmp/isotax-merged"], "is not a run folder"],
    [["merge", "/tmp"], "'-o, --out <dir>' not specified"],
    [["run", "--resume", "/does/not/exist"], "is not a run folder"],
    [["run", "--guest-kernel", "/etc/hostname"], "neither a bzImage nor an ELF kernel"],
    [["run", "--guest-kernel", "/does/not/exist"], "name a readable kernel image"],
    [["run", "--targets", "fake", "--out", "/dev/null/x"], "choose another --out"],
    [["run", "--targets", "fake", "--out", "/proc/isotax"], "nothing can be made there"],
    [["run", "--targets", "fake:redy=3ms"], '"redy" is no part of a script'],
    [["rnu"], "Did you mean run?"],
    [["report", "/tmp"], "is not a run folder"],
  ])("isotax %j says what is wrong: %s", (args, message) => {
    const { stderr, stdout, code } = cli(args as string[]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
  });

  it("explains itself", () => {
    const help = cli(["run", "--help"]);
    expect(help.code).toBe(0);
    for (const flag of ["--profile", "--targets", "--rounds", "--seed", "--out", "--resume"]) {
      expect(help.stdout).toContain(flag);
    }
    expect(cli(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a run of made-up targets", () => {
  it("writes a folder from which everything can be made again, and touches nothing else", () => {
    const out = join(temporaryFolder(), "run");
    const result = bare(["run", ...SMALL, "--rounds", "3", "--seed", "9", "--out", out]);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stderr).toContain("round 3/3");
    const derived = REPORTS.map(({ file }) => file);
    expect(readdirSync(out).sort()).toEqual(["records.ndjson", "run.json", ...derived].sort());
    expectWholePlan(out);
    const { run, records } = readRun(out);
    expect(records.every(({ outcome }) => outcome.status === "ok")).toBe(true);
    // What is not there is not measured.
    expect(run.calibration).toEqual({});
    const summary = readFileSync(join(out, "summary.json"), "utf8");
    expect(JSON.parse(summary)).toMatchObject({ runId: run.runId, notMeasured: [] });
    // As the installed command, from another folder: nothing may depend on the current one.
    const bin = join(ROOT, "bin/isotax.js");
    const report = spawnSync(process.execPath, [bin, "report", out], {
      cwd: "/",
      encoding: "utf8",
    });
    expect(report).toMatchObject({ status: 0, stdout: expect.stringContaining("start.exec") });
    expect(readFileSync(join(out, "summary.json"), "utf8")).toBe(summary);
    const again = bare(["run", ...SMALL, "--out", out]);
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("holds a run already"),
    });
  });

  it("says in every output that nothing was measured", () => {
    const out = join(temporaryFolder(), "run");
    const result = bare(["run", ...SMALL, "--workloads", "start.exec", "--out", out]);
    const { run } = readRun(out);
    expect(run.targets.map(({ kind }) => kind)).toEqual(["fake", "fake"]);
    expect(run.warnings.filter(({ code }) => code === "made-up")).toHaveLength(2);
    // The host that it runs on is not watched.
    expect(readRun(out).records.flatMap(({ warnings }) => warnings)).toEqual([]);
    for (const text of [result.stdout, read(out, "summary.md"), read(out, "report.html")]) {
      expect(text).toContain("fake: made-up times");
    }
    expect(read(out, "summary.json")).toContain("made up");
    expect(read(out, "report.html")).toContain("<h1>fake: made-up times</h1>");
  });

  it("has the same times twice", () => {
    const values = [1, 2].map(() => {
      const out = join(temporaryFolder(), "run");
      expect(bare(["run", ...SMALL, "--workloads", "start.exec", "--out", out]).code).toBe(0);
      const records = readRun(out).records.toSorted((a, b) => (a.target < b.target ? -1 : 1));
      return records.map(({ outcome }) => outcome);
    });
    expect(values[0]).toEqual(values[1]);
  });

  it("makes a failed cell of what goes wrong, and goes on", () => {
    const out = join(temporaryFolder(), "run");
    const failures = {
      "fake:fail=output@exec": ["failed", "UNEXPECTED_OUTPUT"],
      "fake:fail=exit@exec": ["failed", "EXIT_CODE"],
      "fake:fail=died@open1": ["failed", "INSTANCE_DIED"],
      "fake:fail=timeout@exec": ["failed", "TIMEOUT"],
      "fake:fail=died@open0": ["unavailable", undefined],
      "fake:unavailable": ["unavailable", undefined],
    };
    const targets = ["--targets", Object.keys(failures).join(","), "--no-open"];
    const work = ["--profile", "smoke", "--workloads", "cpu.sysbench,start.exec"];
    const result = bare(["run", ...targets, ...work, "--out", out]);
    expect(result.code, result.stderr).toBe(0);
    const { records } = readRun(out);
    const found = records
      .filter(({ workload }) => workload === "cpu.sysbench")
      .map(({ target, outcome }) => {
        return [target, [outcome.status, "code" in outcome ? outcome.code : undefined]];
      });
    expect(Object.fromEntries(found)).toEqual(failures);
    const wrong = records.find(({ workload, target }) => {
      return workload === "cpu.sysbench" && target === "fake:fail=output@exec";
    });
    const reason = wrong?.outcome.status === "failed" ? wrong.outcome.reason : "";
    expect(textOf(reason)).toContain("number of events");
    const starts = records.filter(({ workload }) => workload === "start.exec");
    expect(starts.filter(({ outcome }) => outcome.status === "ok")).toHaveLength(4);
    expect(result.stdout).toContain("failed");
    const summary = JSON.parse(read(out, "summary.json"));
    expect(
      summary.rows.some(({ workload }: { workload: string }) => workload === "cpu.sysbench"),
    ).toBe(false);
  });

  it("is not in the lists", () => {
    const { stderr } = bare(["run", "--targets", "nonsense"]);
    expect(stderr).toContain("command:");
    expect(stderr).not.toContain("fake");
    expect(cli(["run", "--help"]).stdout).not.toContain("fake");
  });

  it("needs no rights, and no lock: two run at once", async () => {
    const hanging = scriptFile({ fail: "hang@start2" });
    const first = [
      "run",
      "--profile",
      "smoke",
      "--targets",
      hanging.id,
      "--workloads",
      "start.exec",
    ];
    const out = join(temporaryFolder(), "first");
    const run = started([process.execPath, ...CLI, ...first, "--no-open", "--out", out], BARE);
    await run.says(/Plan:/);
    const second = join(temporaryFolder(), "second");
    expect(bare(["run", ...SMALL, "--workloads", "start.exec", "--out", second]).code).toBe(0);
    run.signalGroup("SIGINT");
    expect(await run.exited).toEqual([130, null]);
  });
});

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

describe("looking at a run", () => {
  const measured = (...more: readonly string[]) => {
    const folder = temporaryFolder();
    const out = join(folder, "results/run");
    const targets = ["--targets", "fake,fake:fail=exit@exec", "--profile", "smoke", "--no-open"];
    const work = ["--workloads", "start.exec,cpu.sysbench", "--out", out];
    return { folder, out, result: bare(["run", ...targets, ...work, ...more]) };
  };

  it("ends with a failed cell's exit code only if it is strict, and says why", () => {
    expect(measured().result.code).toBe(0);
    const { result } = measured("--strict");
    expect(result.code).toBe(2);
    expect(result.stderr).toContain("--strict");
    expect(result.stdout).toContain("1 failed of 4 pairs of target and workload");
  });

  it("is short by default, and shows all, or one workload; by folder, id, or the latest", () => {
    const { folder, out, result } = measured("--json");
    const figures = { status: "complete", notMeasured: { failed: 1 }, pairs: 4 };
    expect(JSON.parse(result.stdout)).toMatchObject(figures);
    const show = (...args: readonly string[]) =>
      cli(["show", ...args], { cwd: folder, env: { ...BARE } });
    const latest = show();
    expect(latest.code, latest.stderr).toBe(0);
    expect(latest.stdout.split("\n").length).toBeLessThan(30);
    expect(latest.stdout).toContain("isotax show results/run --all");
    expect(show("run").stdout).toBe(latest.stdout);
    expect(show(out).stdout).toBe(latest.stdout);
    const all = show("run", "--all").stdout;
    expect(all).toMatch(/start\.exec[\s\S]*cpu\.sysbench[\s\S]*Not measured/);
    const one = show("--workload", "start.exec").stdout;
    expect(one).toContain("start.exec");
    expect(one).not.toContain("cpu.sysbench");
    expect(show("--workload", "start.exce").stderr).toContain('did you mean "start.exec"?');
    expect(JSON.parse(show("--json").stdout)).toMatchObject(figures);
    const whole = JSON.parse(show("--all", "--json").stdout);
    expect(whole).toEqual(JSON.parse(read(out, "summary.json")));
    const opened = cli(["open", "--json"], { cwd: folder });
    expect(JSON.parse(opened.stdout)).toMatchObject({ folder: out, opened: false });
    const listed = (...args: string[]) => cli(["list", ...args], { cwd: folder, env: BARE }).stdout;
    expect(listed()).toContain("│ results/run ");
    expect(listed("./results/.")).toContain("│ results/run ");
    expect(JSON.parse(listed("--json"))).toMatchObject([{ folder: out, path: "results/run" }]);
    const elsewhere = { cwd: temporaryFolder() };
    expect(cli(["open"], elsewhere)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no run in results/"),
    });
  });

  it("explains the code of an error or a warning", () => {
    expect(cli(["explain", "UNKNOWN_TARGET"]).stdout).toContain("No target has this name");
    expect(JSON.parse(cli(["explain", "noisy", "--json"]).stdout)).toMatchObject({
      ...{ code: "noisy", kind: "warning" },
    });
    expect(cli(["explain"]).stdout).toContain("busy-machine");
    const unknown = cli(["explain", "unknown-taget"]);
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain('did you mean "UNKNOWN_TARGET"?');
  });
});

describe("shards", () => {
  it("are merged to one run, which is reported like any other; the same one twice is refused", () => {
    const parent = temporaryFolder();
    const folders = [1, 2].map((index) => join(parent, `shard-${index}`));
    for (const [at, folder] of folders.entries()) {
      const args = ["--workloads", "start.exec,cpu.sysbench,image.size", "--rounds", "2"];
      const shard = ["--shard", `${at + 1}/2`, "--out", folder];
      const result = bare(["run", ...SMALL, ...args, ...shard]);
      expect(result.code, result.stderr).toBe(0);
      expect(result.stderr).toContain(`Shard ${at + 1}/2 of the plan:`);
    }
    const parts = folders.map((folder) => readRun(folder));
    const ids = parts.map(({ run }) => run.workloads.map(({ id }) => id));
    expect(ids.flat().sort()).toEqual(["cpu.sysbench", "image.size", "start.exec"]);

    const out = join(parent, "merged");
    const [one, two] = folders as [string, string];
    const twice = bare(["merge", one, one, "--out", out]);
    expect(twice).toMatchObject({ code: 2, stdout: "" });
    expect(twice.stderr).toContain(`shard 1/2 is there twice: ${one}, ${one}`);
    expect(twice.stderr).toContain("shard 2/2 is missing");
    expect(existsSync(out)).toBe(false);

    const merged = bare(["merge", two, one, "--out", out]);
    expect(merged.code, merged.stderr).toBe(0);
    expect(merged.stdout).toContain("2 targets, 3 workloads");
    expect(bare(["show", out, "--all"]).stdout).toContain("cpu.sysbench");
    const { run, records } = readRun(out);
    expect(run.status).toBe("complete");
    expect(run.workloads.map(({ id }) => id)).toEqual(["start.exec", "cpu.sysbench", "image.size"]);
    expect(run.mergedFrom?.map(({ runId }) => runId)).toEqual(parts.map((part) => part.run.runId));
    const taken = (all: typeof records) => all.map(({ position: _, ...record }) => record);
    expect(taken(records)).toEqual(taken(parts.flatMap((part) => part.records)));
    expect(records.map(({ position }) => position)).toEqual(records.map((_, index) => index));
    const summary = readFileSync(join(out, "summary.json"), "utf8");
    expect(JSON.parse(summary)).toMatchObject({ runId: run.runId, notMeasured: [] });
    expect(cli(["report", out]).code).toBe(0);
    expect(readFileSync(join(out, "summary.json"), "utf8")).toBe(summary);
    const listed = JSON.parse(bare(["list", parent, "--json"]).stdout) as { status: string }[];
    expect(listed.map(({ status }) => status)).toEqual(["complete", "complete", "complete"]);
    const again = bare(["merge", one, two, "--out", out]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("holds a run") });
  });
});

describe("interrupts", () => {
  const work = ["--workloads", "cpu.sysbench,start.exec", "--rounds", "4", "--seed", "5"];

  it("Ctrl-C ends in order, keeps what there is, and --resume completes the same plan", async () => {
    const out = join(temporaryFolder(), "run");
    const script = scriptFile({ fail: "hang@exec3" });
    const targets = ["--profile", "smoke", "--targets", `fake,${script.id}`, "--no-open"];
    const argv = [process.execPath, ...CLI, "run", ...targets, ...work, "--out", out];
    const run = started(argv, BARE);
    await run.says(/round 3\//);
    // The cell in flight waits for ever.
    await vi.waitFor(() => expect(readRun(out).records.length).toBeGreaterThan(8), 20_000);
    run.signalGroup("SIGINT");
    expect(await run.exited).toEqual([130, null]);
    const resume = ["run", "--resume", out];
    const confirmed = [...resume, "--targets", script.id];
    expect(run.printed()).toContain(`isotax ${confirmed.join(" ")}`);
    const stopped = readRun(out);
    expect(stopped.run.status).toBe("interrupted");
    expect(stopped.records.every(({ outcome }) => outcome.status === "ok")).toBe(true);
    expect(existsSync(join(out, "report.html"))).toBe(true);
    expect(bare([...resume, "--rounds", "9"]).stderr).toContain("--rounds would change it");
    for (const flag of ["--seed 0", "--profile smoke", "--cpus 1", "--memory 512"]) {
      expect(bare([...resume, ...flag.split(" ")]).stderr).toContain("would change it");
    }
    // A file's path is obeyed only if it is said again; a script in the id is known.
    expect(bare(resume)).toMatchObject({ code: 2, stderr: expect.stringContaining(script.id) });
    script.rewrite({});
    const file = join(out, "run.json");
    const good = readFileSync(file, "utf8");
    const { host, ...rest } = JSON.parse(good);
    writeFileSync(file, JSON.stringify({ ...rest, host: { ...host, kernel: "1.0" } }));
    const elsewhere = bare([...confirmed, "--no-open"]);
    expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining("kernel was 1.0") });
    writeFileSync(file, good);
    const resumed = bare([...confirmed, "--no-open"]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expectWholePlan(out);
    expect(readRun(out).records.slice(0, stopped.records.length)).toEqual(stopped.records);
    expect(bare(confirmed).stderr).toContain("is complete");
  });

  it("SIGTERM to npm, and the Ctrl-C that it repeats, end the run in order", async () => {
    const out = join(temporaryFolder(), "run");
    const targets = ["--profile", "smoke", "--targets", "fake,fake:fail=hang@exec2", "--no-open"];
    const words = ["run", "--silent", "bench", "--", ...targets, ...work, "--out", out];
    const npm = spawn("npm", words, { cwd: ROOT, stdio: "ignore", detached: true });
    const exited = once(npm, "exit");
    onTestFinished(async () => {
      if (npm.exitCode === null && npm.signalCode === null)
        process.kill(-(npm.pid as number), "SIGKILL");
      await exited;
    });
    await vi.waitFor(() => expect(readRun(out).records.length).toBeGreaterThan(2), 20_000);
    const harness = descendants(npm.pid as number).find((pid) =>
      commandLine(pid).includes("bin/isotax.js run"),
    );
    expect(harness).toBeDefined();
    npm.kill("SIGTERM");
    npm.kill("SIGTERM");
    await exited;
    await vi.waitFor(() => expect(processName(harness as number)).toBe(""), 10_000);
    expect(readRun(out).run.status).toBe("interrupted");
  });
});

describe("a gate on made-up targets", () => {
  const gate = (...args: readonly string[]) => bare(["gate", ...args]);

  it.each([
    [["fake", "fake"], 0, /^PASS/],
    [["fake", "fake:ready=2.5ms"], 1, /^REGRESSED/],
    [["fake", "fake:ready=1.5ms"], 0, /^IMPROVED/],
    [["fake:scatter=90%", "fake:ready=2.2ms:scatter=90%", "--rounds", "20"], 3, /^INCONCLUSIVE/],
    [["fake", "fake:fail=exit@start"], 1, /^REGRESSED[\s\S]*head fails more often than base/],
    [["fake", "fake+fail=5%"], 1, /^REGRESSED[\s\S]*failed in 0 -> [1-9]/],
    [["fake", "fake+stall=15%x30ms"], 1, /^REGRESSED[\s\S]*slow starts: /],
  ])("%j ends with %i, and says that nothing was measured", (args, code, said) => {
    const out = join(temporaryFolder(), "gate");
    const result = gate(...args, "--out", out);
    expect(result.code, result.stderr).toBe(code);
    expect(result.stdout).toMatch(said);
    expect(result.stdout).toContain(
      "fake: made-up times, so this says nothing of anything that runs",
    );
    const judgement = JSON.parse(read(out, "gate.json"));
    const labelled = args[0] === args[1] ? ["fake#base", "fake#head"] : args;
    expect(judgement).toMatchObject({ base: labelled[0], head: labelled[1] });
    expect(GateFileSchema.safeParse(judgement).error).toBeUndefined();
    expect(judgement.summary.text).toContain("fake: made-up times");
    const again = gate("--run", out, "--json");
    expect(again.code).toBe(code);
    const { $schema: _, ...written } = judgement;
    expect(JSON.parse(again.stdout)).toEqual(written);
  });

  it("measures nothing where a side cannot be had, and leaves no folder", () => {
    const out = join(temporaryFolder(), "gate");
    const { code, stderr } = gate("fake", "fake:unavailable", "--out", out);
    expect(code).toBe(2);
    expect(stderr).toContain("its script says that it is not there");
    expect(existsSync(out)).toBe(false);
  });

  it("says what it would take, from a few rounds", () => {
    const out = join(temporaryFolder(), "pilot");
    const { code, stdout, stderr } = gate("fake:scatter=10%", "fake", "--plan", "--out", out);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^fake:scatter=10% -> fake: 8 rounds were measured, /);
    expect(stdout).toMatch(/If nothing has changed, the gate passes after about \d+ rounds: /);
    expect(readRun(out).run.rounds).toBe(8);
    const told = JSON.parse(gate("fake", "fake", "--plan", "--json", "--out", `${out}2`).stdout);
    expect(told).toMatchObject({ rounds: 8, cells: [{ metric: "ready" }, { metric: "exited" }] });
    expect(told.cells[0].pass).toBeGreaterThan(20);
    expect(gate("--run", out, "--plan").stderr).toContain("--plan would have no effect");
  });

  it("plays the self-test, and does not call a machine fit for it", () => {
    const out = join(temporaryFolder(), "self-test");
    const { code, stdout, stderr } = gate("--self-test", "fake", "--out", out);
    expect(code, stderr).toBe(0);
    expect(stdout.match(/as it has to be/g)).toHaveLength(5);
    expect(stdout).toContain("says nothing of the gate on this machine");
    expect(stdout).not.toContain("can be trusted");
  });

  it("is compared and listed like any other run", () => {
    const parent = temporaryFolder();
    const out = join(parent, "run");
    const args = ["--workloads", "start.exec", "--rounds", "10", "--out", out];
    expect(bare(["run", ...SMALL, ...args]).code).toBe(0);
    const compared = bare(["compare", out, "fake", "fake:ready=3ms"]);
    expect(compared.code).toBe(0);
    expect(compared.stdout).toMatch(
      /^fake:ready=3ms takes [\d.]+% longer to start than fake \(start\.exec\/ready\): /,
    );
    expect(compared.stdout).toMatch(/start\.exec\/ready on fake -> fake:ready=3ms: regressed/);
    expect(compared.stdout).toMatch(/: isotax gate fake fake:ready=3ms --workloads start\.exec\n$/);
    const page = join(parent, "compared.html");
    const sides = ["fake", "fake:ready=3ms", "--html", page, "--lang", "en,ko"];
    expect(bare(["compare", out, ...sides]).stderr).toContain(`The page: ${page}`);
    expect(readFileSync(page, "utf8")).toContain("<h1>What differs: fake → fake:ready=3ms</h1>");
    expect(readFileSync(join(parent, "compared.ko.html"), "utf8")).toContain('<html lang="ko">');
    const refused = bare(["compare", out, "fake", "fake:ready=3ms", "--html", parent]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(parent);
    const [listed] = JSON.parse(bare(["list", parent, "--json"]).stdout) as object[];
    expect(listed).toMatchObject({ status: "complete" });
    expect(bare(["export", out, "--format", "openmetrics"]).stdout).toContain('target="fake"');
  });

  it("has its charts written, one file each", () => {
    const parent = temporaryFolder();
    const [out, charts] = [join(parent, "run"), join(parent, "charts")];
    const args = ["--workloads", "start.exec", "--rounds", "2", "--out", out];
    expect(bare(["run", ...SMALL, ...args]).code).toBe(0);
    const { code, stdout } = bare(["charts", out, "--out", charts, "--json", "--lang", "en,ko"]);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout) as { files: string[] };
    expect(files.sort()).toEqual(readdirSync(charts).sort());
    expect(files).toEqual(
      expect.arrayContaining(["starts-start.exec.svg", "starts-start.exec.ko.svg", "index.html"]),
    );
    const refused = bare(["charts", out, "--out", charts, "--format", "gif"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("svg,png");
  });

  it.skipIf(which("chromium") === undefined)("has its charts as PNG (needs chromium)", () => {
    const parent = temporaryFolder();
    const [out, charts] = [join(parent, "run"), join(parent, "charts")];
    const args = ["--workloads", "start.exec", "--rounds", "1", "--out", out];
    expect(bare(["run", ...SMALL, ...args]).code).toBe(0);
    const words = ["charts", out, "--out", charts, "--format", "png"];
    const without = bare(words);
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(/no Chromium was found[\s\S]*-> .*--format svg/);
    expect(existsSync(charts)).toBe(false);
    const { code, stderr } = bare(words, { PATH: process.env["PATH"] ?? "" });
    expect(code, stderr).toBe(0);
    const picture = readFileSync(join(charts, "starts-start.exec.png"));
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    // IHDR: twice as many pixels as the SVG has.
    expect(picture.readUInt32BE(16)).toBe(2160);
    expect(readdirSync(charts).filter((name) => name.endsWith(".svg"))).toEqual([]);
  });
});

describe("storage", () => {
  async function mounted(options: string): Promise<string> {
    const folder = temporaryFolder();
    await tryRun(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]);
    onTestFinished(async () => {
      await tryRun(["umount", "--lazy", folder]);
    });
    return folder;
  }

  it.skipIf(!isRoot())(
    "refuses a read-only folder before it measures (needs root to mount)",
    async () => {
      const folder = await mounted("ro");
      const result = bare(["run", ...SMALL, "--out", join(folder, "run")]);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain("the filesystem is read-only");
    },
  );

  it.skipIf(!isRoot())(
    "keeps what it has when the disk is full (needs root to mount)",
    async () => {
      const folder = await mounted("size=48k");
      const out = join(folder, "run");
      const args = ["--workloads", "start.exec", "--rounds", "400", "--out", out];
      const result = bare(["run", ...SMALL, ...args]);
      expect(result.code).toBe(2);
      expect(result.stderr).toContain("free some space");
      const stored = readRun(out);
      expect(stored.records.length).toBeGreaterThan(3);
    },
  );
});
