/** A user's own workloads on the command line. Their targets are made up, so nothing waits. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRun } from "../../bench/store.ts";
import { cli, temporaryFolder } from "../support.ts";

/** The made-up machine has busybox, and nothing that could be brought. */
const ECHO = {
  id: "my.echo",
  title: "an echo of mine",
  command: ["busybox", "echo", "loops: 5000"],
  metrics: [{ id: "loops", unit: "count", better: "neither", regex: "^loops: (\\d+)$" }],
};
const SMALL = ["--profile", "smoke", "--targets", "fake,fake:ready=3ms", "--no-open"];

function project(...workloads: readonly unknown[]) {
  const folder = temporaryFolder();
  const define = (...others: readonly unknown[]) =>
    writeFileSync(join(folder, "isotax.config.json"), JSON.stringify({ workloads: others }));
  define(...workloads);
  const isotax = (...args: readonly string[]) => cli(args, { cwd: folder });
  return { folder, define, isotax };
}

describe("own workloads", () => {
  it("are measured, and reported where their configuration is not", () => {
    const { folder, isotax } = project(ECHO, "start.exec");
    expect(isotax("run", ...SMALL, "--out", "run")).toMatchObject({ code: 0 });
    const { run, records } = readRun(join(folder, "run"));
    expect(run.workloads.map(({ id, family }) => [id, family])).toEqual([
      ["start.exec", "start"],
      ["my.echo", "own"],
    ]);
    const [record] = records.filter(({ workload }) => workload === "my.echo");
    expect(record?.outcome).toMatchObject({
      status: "ok",
      measurements: expect.arrayContaining([
        { metric: "loops", values: [5000], clock: "guest" },
        { metric: "time", values: [expect.any(Number)], clock: "host" },
      ]),
    });
    // Nothing that could be executed stands in the folder.
    expect(readFileSync(join(folder, "run/run.json"), "utf8")).not.toContain('busybox", "echo');
    const elsewhere = temporaryFolder();
    renameSync(join(folder, "run"), join(elsewhere, "run"));
    expect(cli(["report", "run"], { cwd: elsewhere }).code).toBe(0);
    expect(readFileSync(join(elsewhere, "run/report.html"), "utf8")).toContain("an echo of mine");
    const shown = cli(["show", "run", "--all"], { cwd: elsewhere });
    expect(shown.stdout).toContain("my.echo  an echo of mine");
  });

  it("fail with what the program printed, if a value is not in it", () => {
    const { folder, isotax } = project({ ...ECHO, command: ["busybox", "echo", "other words"] });
    expect(isotax("run", ...SMALL, "--out", "run", "--strict")).toMatchObject({ code: 2 });
    const [record] = readRun(join(folder, "run")).records;
    expect(record?.outcome).toMatchObject({
      ...{ status: "failed", code: "NO_MATCH", stderrTail: "other words\n" },
    });
    expect(readFileSync(join(folder, "run/summary.md"), "utf8")).toContain(
      "the output has no value for it",
    );
    expect(isotax("explain", "NO_MATCH").stdout).toContain("correct regex or jsonpath");
  });

  it("are chosen by their ids and as a family, and nearly right names are corrected", () => {
    const { isotax } = project(ECHO);
    const workloads = (...args: readonly string[]) => {
      const { stdout, code } = isotax("run", ...SMALL, ...args, "--json");
      expect(code).toBe(0);
      return readRun((JSON.parse(stdout) as { folder: string }).folder).run.workloads.map(
        ({ id }) => id,
      );
    };
    expect(workloads("--workloads", "own")).toEqual(["my.echo"]);
    expect(workloads("--workloads", "start.exec,my.echo")).toEqual(["start.exec", "my.echo"]);
    expect(isotax("run", "--workloads", "my.ecko").stderr).toContain('did you mean "my.echo"?');
  });

  it("go on only as they were defined", () => {
    const { folder, define, isotax } = project(ECHO);
    expect(isotax("run", ...SMALL, "--rounds", "2", "--out", "run").code).toBe(0);
    // As if it had been interrupted before the last cell.
    const file = (name: string) => join(folder, "run", name);
    const run = readFileSync(file("run.json"), "utf8");
    writeFileSync(file("run.json"), run.replace('"complete"', '"interrupted"'));
    const lines = readFileSync(file("records.ndjson"), "utf8").trim().split("\n");
    writeFileSync(file("records.ndjson"), `${lines.slice(0, -1).join("\n")}\n`);
    const resume = () => isotax("run", "--resume", "run", "--no-open");

    define({ ...ECHO, command: ["busybox", "echo", "loops: 1"] });
    expect(resume()).toMatchObject({ code: 2 });
    expect(resume().stderr).toContain("my.echo is now defined in another way");
    define("start.exec");
    expect(resume().stderr).toContain(
      "the run has the workload my.echo, which is not defined here",
    );
    rmSync(join(folder, "isotax.config.json"));
    expect(resume().stderr).toContain("start this where its isotax.config is");
    define({ ...ECHO, title: "another title" });
    expect(resume()).toMatchObject({ code: 0 });
    expect(readRun(join(folder, "run")).records).toHaveLength(lines.length);
  });

  it("are divided into shards, and merged", () => {
    const { folder, isotax } = project(ECHO, { ...ECHO, id: "my.other" });
    for (const shard of ["1/2", "2/2"]) {
      const out = `shard-${shard[0]}`;
      expect(isotax("run", ...SMALL, "--shard", shard, "--out", out)).toMatchObject({ code: 0 });
    }
    expect(isotax("merge", "shard-1", "shard-2", "--out", "whole")).toMatchObject({ code: 0 });
    const ids = readRun(join(folder, "whole")).run.workloads.map(({ id }) => id);
    expect(ids).toEqual(["my.echo", "my.other"]);
  });

  it("are gated like any other: a slower side is found", () => {
    const { isotax } = project(ECHO);
    const gate = (head: string) =>
      isotax("gate", "fake", head, "--workloads", "my.echo", "--out", `gate-${head.length}`).code;
    expect(gate("fake:seed=2")).toBe(0);
    expect(gate("fake:speed=80%")).toBe(1);
  });

  it("are listed by doctor, with what they lack", () => {
    const { isotax } = project(ECHO, { id: "my.gone", command: ["no-such-program"] });
    const { stdout } = isotax("doctor", "--targets", "native", "--json");
    const { workloads } = JSON.parse(stdout) as { workloads: { id: string; ok: boolean }[] };
    expect(workloads).toContainEqual({ id: "my.echo", ok: true });
    expect(workloads).toContainEqual(
      expect.objectContaining({
        ...{ id: "my.gone", ok: false },
        reason: "no-such-program not found on this host",
      }),
    );
  });
});

describe("isotax init", () => {
  it.each(["ts", "json"])("writes a configuration that runs as it is: %s", (format) => {
    const folder = temporaryFolder();
    const isotax = (...args: readonly string[]) => cli(args, { cwd: folder });
    mkdirSync(join(folder, ".git"));
    expect(isotax("init", "--format", format)).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("/results/\n");
    expect(isotax("run", ...SMALL, "--out", "run")).toMatchObject({ code: 0 });
    const { run } = readRun(join(folder, "run"));
    expect(run.workloads.map(({ id }) => id)).toEqual(["start.exec", "my.loop"]);
  });

  it("overwrites nothing, and adds a line to .gitignore once", () => {
    const folder = temporaryFolder();
    const init = (...args: readonly string[]) => cli(["init", ...args], { cwd: folder });
    writeFileSync(join(folder, ".gitignore"), "node_modules");
    expect(JSON.parse(init("--json").stdout)).toEqual({
      file: join(folder, "isotax.config.ts"),
      ignored: true,
    });
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("node_modules\n/results/\n");
    const written = readFileSync(join(folder, "isotax.config.ts"), "utf8");
    expect(init("--format", "json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("isotax.config.ts exists already"),
    });
    expect(existsSync(join(folder, "isotax.config.json"))).toBe(false);
    expect(readFileSync(join(folder, "isotax.config.ts"), "utf8")).toBe(written);
    rmSync(join(folder, "isotax.config.ts"));
    expect(JSON.parse(init("--json").stdout)).toMatchObject({ ignored: false });
  });
});
