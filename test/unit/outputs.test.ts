/** The command line as a whole, where its output, its input or its folders are out of order. */
import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { isRoot } from "../../runners/host/paths.ts";
import { CLI, ROOT, temporaryFolder } from "../support.ts";

/** From the folder in which the shell is started: its own path may have spaces. */
const RUN = "results/reference";

/** A shell's script in which "$@" is the command line. */
function shell(script: string, env: Readonly<Record<string, string>> = {}) {
  const words = [process.execPath, ...CLI];
  const options = { cwd: ROOT, encoding: "utf8", timeout: 60_000, killSignal: "SIGKILL" } as const;
  const all = { ...process.env, NO_COLOR: "1", ...env };
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script, "sh", ...words], {
    ...options,
    env: all,
  });
  expect(stdout + stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
  return { code: status, stdout, stderr };
}

describe("a result", { timeout: 120_000 }, () => {
  let whole: string;
  beforeAll(() => {
    whole = shell(`"$@" export ${RUN} --format openmetrics`).stdout;
    expect(whole.length).toBeGreaterThan(20_000);
  });

  it.each([
    ["an export", `export ${RUN} --format bencher`],
    ["a list", `list results --json`],
    ["the help", "--help"],
  ])("that finds no room is no success: %s", (_, args) => {
    const { code, stderr } = shell(`"$@" ${args} >/dev/full`);
    expect(stderr).toMatch(/^error: the result could not be printed: .*\n {2}-> /);
    expect(code).toBe(2);
  });

  it.skipIf(!isRoot())("that finds room for a part of it is none either", () => {
    const folder = temporaryFolder();
    const mounted = `mount -t tmpfs -o size=8k tmpfs ${folder} && "$@"`;
    const script = `unshare --mount sh -c '${mounted} export ${RUN} --format openmetrics >${folder}/o' sh "$@"`;
    const { code, stderr } = shell(script);
    expect(stderr).toContain("could not be printed");
    expect(code).toBe(2);
  });

  it("is whole in a file, and for a reader who has had enough no failure", () => {
    const file = join(temporaryFolder(), "o");
    expect(shell(`"$@" export ${RUN} --format openmetrics >${file}`).code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(whole);
    const script = `{ "$@" export ${RUN} --format openmetrics; echo "code $?" >&2; } | head -c 10`;
    expect(shell(script)).toEqual({ code: 0, stdout: whole.slice(0, 10), stderr: "code 0\n" });
  });

  it("needs no input and no standard error, and none where it is closed", () => {
    expect(shell(`"$@" list results <&- 2>&-`).code).toBe(0);
    expect(shell(`"$@" list results <&- >&- 2>&-`).code).toBe(0);
    expect(shell('"$@" doctor --targets nothing 2>/dev/full').code).toBe(2);
  });
});

describe("a folder that is none, or not to be used", { timeout: 120_000 }, () => {
  it.each([
    ["XDG_STATE_HOME", "/proc/sys"],
    ["XDG_CACHE_HOME", "/dev/null"],
  ])("is told with what names it: %s=%s", (name, value) => {
    const { code, stderr } = shell('"$@" doctor --targets native', {
      XDG_STATE_HOME: temporaryFolder(),
      XDG_CACHE_HOME: temporaryFolder(),
      [name]: value,
    });
    expect(stderr).toMatch(/^error: \S+ cannot be made: .*\n {2}-> /);
    expect(stderr).toContain(name);
    expect(code).toBe(2);
  });

  it.skipIf(!isRoot())("is told where it fills up in the middle of the set-up", () => {
    const cache = temporaryFolder();
    const run =
      "run --profile smoke --targets native --workloads start.exec --no-install --no-open";
    // On a network of its own, the lock is as well.
    const script = `unshare --mount --net sh -c 'ip link set lo up; mount -t tmpfs -o size=20m tmpfs ${cache}; "$@" ${run} --out ${cache}/o; code=$?; find ${cache} -name "*.new" -o -name "*.building-*"; exit $code' sh "$@"`;
    const env = { XDG_CACHE_HOME: cache, XDG_STATE_HOME: temporaryFolder() };
    const { code, stdout, stderr } = shell(script, env);
    expect(stderr).toMatch(
      /error: \S+ cannot be written: no space is left there.*\n {2}-> free some/,
    );
    expect(stderr).toContain("XDG_CACHE_HOME");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("is told of a list and of an export, and left as it is", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "mine");
    const list = shell(`"$@" list ${folder}/file`);
    expect(list.stderr).toMatch(/file cannot be read: .*\n {2}-> name the folder/);
    const exported = shell(`"$@" export ${RUN} --format bencher --out ${folder}`);
    expect(exported.stderr).toContain(`${folder} cannot be written: a folder has that name`);
    expect([list.code, exported.code]).toEqual([2, 2]);
    expect(lstatSync(folder).isDirectory()).toBe(true);
    expect(readdirSync(folder)).toEqual(["file"]);
  });
});

describe("what is asked", { timeout: 120_000 }, () => {
  it("reaches the terminal plainly, also where it is none of the command line's", () => {
    const bad = String.raw`$(printf 'x\033[2J\n::error::y')`;
    const unknown = shell(`"$@" "--${bad}"`);
    const target = shell(`"$@" doctor --targets "${bad}"`);
    for (const { code, stderr } of [unknown, target]) {
      expect(stderr).toContain("x\\u001b[2J\n\\u003a:error::y");
      expect(code).toBe(2);
    }
  });
});

describe("a script beside the command line", { timeout: 120_000 }, () => {
  const scripts = [
    "test/self/main",
    "test/gate-evaluation/main",
    "scripts/schemas",
    "scripts/catalogue",
    "scripts/new",
  ];

  it.each(scripts)("has a help, and words for what it does not know: %s", (name) => {
    const script = (argument: string) =>
      spawnSync(process.execPath, ["--import", "tsx", `${name}.ts`, argument], {
        ...{ cwd: ROOT, encoding: "utf8", timeout: 60_000 },
      });
    const help = script("--help");
    expect(help.stdout).toMatch(/^Usage: npm run /);
    expect(help.status).toBe(0);
    const { status, stderr } = script("--nonsense");
    expect(stderr).toMatch(/error:.*--nonsense.*\n {2}-> Usage: npm run /);
    expect(status).toBe(2);
  });
});
