/** The programs in C, as each compiler makes them: what they do, and what they say when they fail. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../../bench/built.ts";
import { readRun } from "../../bench/read-run.ts";
import { which } from "../../runners/host/process.ts";
import { becomeRoot, planOf, type Step } from "../../runners/primitives/plan.ts";
import { compile, sourceOf } from "../../runners/primitives/programs.ts";
import { cli, temporaryFolder } from "../support.ts";

/** Where control groups of v2 are mounted; undefined if we may not make one. */
const V2 =
  process.getuid?.() === 0
    ? /^\S+ (\S+) cgroup2 rw/m.exec(readFileSync("/proc/self/mounts", "utf8"))?.[1]
    : undefined;

const COMPILERS = ["cc", "tcc"];

/** A line with the time of a call, as those read it who started the program. */
const CALL_LINE = /^@isotax call (\S+) \d+ \d+$/;

describe.each(COMPILERS)("the programs that %s makes", (name) => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-primitives-"));
    const compiler = which(name);
    if (compiler === undefined) throw new Error(`there is no ${name}: npm test installs it`);
    await compile(compiler, sourceOf("enter.c"), join(folder, "enter"));
    await compile(compiler, join(ROOT, "test/self/launcher.c"), join(folder, "launcher"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const planFile = (steps: readonly Step[] | string) => {
    const file = join(folder, "plan");
    writeFileSync(file, typeof steps === "string" ? steps : planOf(steps));
    return file;
  };
  const enter = (
    steps: readonly Step[] | string,
    program: readonly string[],
    ...more: string[]
  ) => {
    const argv = [...more, planFile(steps), ...program];
    const { stdout, stderr, status } = spawnSync(join(folder, "enter"), argv, { encoding: "utf8" });
    return { stdout, stderr, status };
  };
  const CHILD: Step = { call: "clone", namespaces: [] };

  it("become the program, with its arguments, environment and exit code", () => {
    for (const steps of [[], [CHILD]]) {
      const script = 'echo "$1 $HOME"; exit 7';
      expect(enter(steps, ["/bin/sh", "-c", script, "sh", "a b"])).toEqual({
        stdout: `a b ${process.env["HOME"]}\n`,
        stderr: "",
        status: 7,
      });
    }
  });

  it("tell a signal as a shell does", () => {
    expect(enter([CHILD], ["/bin/sh", "-c", "kill -TERM $$"]).status).toBe(128 + 15);
  });

  it("name the call that failed, its error and what it was about", () => {
    const said = (steps: readonly Step[] | string, program = ["/bin/true"]) =>
      [enter(steps, program)].map(({ stderr, status }) => `${status} ${stderr}`)[0];
    const root = join(folder, "none");
    expect(said([{ call: "chroot", root }])).toBe(`125 chroot: ENOENT (${root})\n`);
    expect(said([CHILD, { call: "mkdir", path: "/proc/x" }])).toBe("125 mkdir: ENOENT (/proc/x)\n");
    const write: Step = { call: "write", label: "limit", path: folder, value: "1" };
    expect(said([write])).toBe(`125 write:limit: EISDIR (${folder})\n`);
    expect(said([], [root])).toBe(`127 exec: ENOENT (${root})\n`);
    expect(said([], [folder])).toBe(`126 exec: EACCES (${folder})\n`);
    expect(said("mkdir\0")).toBe("125 plan: EINVAL (a word is missing)\n");
    expect(said("dance\0")).toBe("125 plan: EINVAL (dance)\n");
    expect(said(["seccomp", "800", "x"].join("\0"))).toBe(
      "125 plan: EINVAL (the filter is cut off)\n",
    );
    expect(said("x".repeat(70_000))).toMatch(/^125 plan: E2BIG/);
  });

  it("tell the time of each call, in the order in which they were made", () => {
    const made = join(folder, `made-${Date.now()}`);
    const steps: readonly Step[] = [
      { call: "mkdir", path: made },
      CHILD,
      { call: "print", text: "in\n" },
    ];
    const { stdout, status } = enter(steps, ["/bin/echo", "ready"], "--times");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^in\nready\n@isotax call /);
    const calls = [...stdout.matchAll(/^@isotax call (\S+) (\d+) (\d+)$/gm)];
    expect(calls.map(([, call]) => call)).toEqual(["mkdir", "clone", "exec"]);
    const times = calls.flatMap(([, , from, until]) => [Number(from), Number(until)]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it.skipIf(V2 === undefined)(
    "are born in their group of v2, where their cgroup namespace begins (needs root and cgroup2)",
    async () => {
      const group = join(String(V2), `isotax-primitives-${process.pid}`);
      mkdirSync(group);
      try {
        const steps: readonly Step[] = [
          { call: "clone", namespaces: ["pid"], group },
          { call: "unshare", namespaces: ["cgroup"] },
        ];
        const { stdout } = enter(steps, ["/bin/grep", "^0:", "/proc/self/cgroup"]);
        expect(stdout).toBe("0::/\n");
        const timed = enter(steps, ["/bin/true"], "--times").stdout.trim().split("\n");
        expect(timed.map((line) => CALL_LINE.exec(line)?.[1])).toEqual([
          ...["open:group", "clone", "unshare", "exec"],
        ]);
        const outside = enter(steps.slice(0, 1), ["/bin/grep", "^0:", "/proc/self/cgroup"]).stdout;
        expect(outside).toContain(basename(group));
      } finally {
        await vi.waitFor(() => rmdirSync(group), 5000);
      }
    },
  );

  describe("that take a container down", () => {
    const LIMITED: readonly Step[] = [
      { call: "unshare", namespaces: ["user"] },
      ...becomeRoot(),
      ...(["net", "uts"] as const).map(
        (name): Step => ({
          call: "write",
          label: "limit",
          path: `/proc/sys/user/max_${name}_namespaces`,
          value: "1",
        }),
      ),
    ];
    const timesOf = (output: string) =>
      new Map(
        [...output.matchAll(/^@isotax call (\S+) (\d+) (\d+)$/gm)].map(
          ([, call = "", from, until]) => [call, Number(until) - Number(from)],
        ),
      );

    it("wait until the kernel has freed what the child had", () => {
      const { stdout, stderr, status } = enter(
        [
          ...LIMITED,
          { call: "clone", namespaces: ["net", "uts"] },
          { call: "leave" },
          { call: "free", label: "uts", namespaces: ["uts"] },
          { call: "free", label: "net", namespaces: ["net"] },
          { call: "print", text: "removed\n" },
        ],
        [],
        "--times",
      );
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      expect(stdout).toMatch(/^removed\n@isotax call /);
      const begins = [...stdout.matchAll(/^@isotax call (?:exit|freed:\S+) (\d+) \d+$/gm)];
      expect(begins).toHaveLength(3);
      expect(new Set(begins.map(([, from]) => from)).size).toBe(1);
      const times = timesOf(stdout);
      const [exit = Number.NaN, uts = Number.NaN, net = Number.NaN] = [
        "exit",
        "freed:uts",
        "freed:net",
      ].map((name) => times.get(name));
      expect(exit).toBeGreaterThan(0);
      expect(uts).toBeGreaterThan(exit);
      expect(net).toBeGreaterThan(uts);
    });

    // It waits for seconds, so one compiler's program does it.
    it.runIf(name === COMPILERS[0])(
      "are not told that it is free while somebody has it",
      () => {
        const steps: readonly Step[] = [
          ...LIMITED,
          { call: "unshare", namespaces: ["uts"] },
          CHILD,
          { call: "leave" },
          { call: "free", label: "uts", namespaces: ["uts"] },
        ];
        expect(enter(steps, [])).toEqual({ stdout: "", stderr: "freed:uts: ETIME\n", status: 125 });
      },
      30_000,
    );

    it("count in the line and the column that they are told", () => {
      const file = join(folder, "counts");
      const fewer = (before: string, line: string, column: number) => {
        writeFileSync(file, before);
        const counted = { file, line, column };
        const steps: readonly Step[] = [
          { call: "count", ...counted },
          CHILD,
          { call: "write", label: "after", path: file, value: "#ab\tc 1\nab 2\n" },
          { call: "leave" },
          { call: "fewer", label: "ab", ...counted },
          { call: "print", text: "fewer\n" },
        ];
        return enter(steps, []).stdout || enter(steps, []).stderr;
      };
      expect(fewer("#ab\tc 1\nab 3\n", "ab", 1)).toBe("fewer\n");
      expect(fewer("#ab\tc 1\nab 3\n", "a", 1)).toBe(`count: ENOENT (${file})\n`);
      expect(fewer("#ab\tc 1\nab 3\n", "ab", 2)).toBe(`count: ENOENT (${file})\n`);
    });

    it("need no program, and all others do", () => {
      expect(enter([], [])).toEqual({
        stdout: "",
        stderr: "enter: EINVAL (PROGRAM is missing)\n",
        status: 125,
      });
    });

    it("end with the child's exit code where it failed", () => {
      const steps: readonly Step[] = [
        CHILD,
        { call: "chroot", root: join(folder, "none") },
        { call: "leave" },
        { call: "print", text: "removed\n" },
      ];
      expect(enter(steps, [])).toMatchObject({ stdout: "", status: 125 });
    });
  });

  it("end with their parent", async () => {
    const parent = spawn(join(folder, "enter"), [planFile([CHILD]), "/bin/sleep", "600"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const children = () =>
      spawnSync("cat", [`/proc/${parent.pid}/task/${parent.pid}/children`], {
        encoding: "utf8",
      }).stdout.trim();
    await expect.poll(children).toMatch(/^\d+$/);
    const closed = once(parent.stdout, "close");
    parent.kill("SIGKILL");
    // The sleeping child holds the pipe until it is gone.
    await closed;
  });

  it("start a command on one byte, and tell its exit code", async () => {
    const launcher = spawn(join(folder, "launcher"), [], {
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const channel = launcher.stdio[3] as unknown as Duplex;
    let answers = "";
    channel.on("data", (chunk: Buffer) => {
      answers += chunk.toString();
    });
    let output = "";
    launcher.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const command = "/bin/sh\0-c\0echo out; exit 3\0";
    channel.write(`D${command.length}\n${command}RGG`);
    await expect.poll(() => answers).toBe("0\n0\n0\n3\n3\n");
    await expect.poll(() => output).toBe("out\nout\n");
    const ended = once(launcher, "exit");
    channel.end();
    expect(await ended).toEqual([0, null]);
  });
});

describe.skipIf(process.getuid?.() !== 0)("a host without a compiler (needs root)", () => {
  it("makes rungs with what the build of isotax compiled", () => {
    // npm ci may have built isotax before a compiler was installed.
    const programs = join(ROOT, "dist/programs");
    if (!existsSync(programs)) {
      spawnSync(process.execPath, [join(ROOT, "dist/scripts/compile-programs.js"), programs]);
    }
    const tools = temporaryFolder();
    for (const folder of (process.env["PATH"] ?? "").split(":").filter(existsSync)) {
      for (const name of readdirSync(folder).filter((one) => one !== "cc")) {
        if (!existsSync(join(tools, name))) symlinkSync(join(folder, name), join(tools, name));
      }
    }
    const out = join(temporaryFolder(), "run");
    const asked = ["--targets", "native,chroot", "--workloads", "start.exec"];
    const { code, stderr } = cli(
      ["run", "--profile", "smoke", "--no-install", "--no-open", ...asked, "--out", out],
      { env: { PATH: tools } },
    );
    expect(code, stderr).toBe(0);
    const { records } = readRun(out);
    const statuses = records.map(({ target, outcome }) => [target, outcome.status]);
    expect(Object.fromEntries(statuses)).toEqual({ native: "ok", chroot: "ok" });
  });
});
