/** What fails outside of any command ends with 2: Node's own code for it, 1, would be a verdict. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, temporaryFolder } from "../support.ts";

function node(args: readonly string[], cwd: string) {
  const env = { ...process.env, NO_COLOR: "1", XDG_STATE_HOME: temporaryFolder() };
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, args, {
    ...{ cwd, env, encoding: "utf8", timeout: 60_000 },
  });
  return { code: status, stdout, stderr, signal };
}

/** A checkout with the real bin/ and build, and this command line. */
function checkout(commandLine: string, { installed = true } = {}): string {
  const folder = temporaryFolder();
  const files = {
    "package.json": '{ "type": "module" }',
    "scripts/cli.ts": commandLine,
    "bench/payload/main.ts": "",
    "reports/html/client/gate.ts": "",
    "reports/html/client/main.ts": "",
    "reports/site/client/main.ts": "",
    "reports/text/en.ts": "",
    "reports/text/ko/korean.ts": "",
    "runners/agent/agent.sh": "",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
  for (const script of ["scripts/build.js", "scripts/bundles.js"]) {
    cpSync(join(ROOT, script), join(folder, script));
  }
  if (installed) symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

describe("bin/isotax.js", { timeout: 120_000 }, () => {
  const started = (folder: string) => node([join(folder, "bin/isotax.js")], "/");

  it("leaves the exit code to the command line", () => {
    expect(started(checkout("process.exitCode = 3 as number;\n"))).toEqual({
      ...{ code: 3, stdout: "", stderr: "", signal: null },
    });
  });

  it("builds again where contents are others, not where only times are", () => {
    const folder = checkout("process.exitCode = 3 as number;\n");
    const [source, dist] = [join(folder, "scripts/cli.ts"), join(folder, "dist")];
    const stamp = () => readFileSync(join(dist, "built-from.txt"), "utf8").split("\n");
    expect(started(folder).code).toBe(3);
    const [{ ino }, built] = [statSync(dist), stamp()];

    utimesSync(source, 1e9, 1e9);
    expect(started(folder).code).toBe(3);
    expect(statSync(dist).ino).toBe(ino);
    expect(stamp().slice(0, 2)).toEqual(built.slice(0, 2));
    expect(stamp()[2]).not.toBe(built[2]);

    writeFileSync(source, "process.exitCode = 4 as number;\n");
    expect(started(folder).code).toBe(4);
    expect(statSync(dist).ino).not.toBe(ino);
  });

  it.each([
    ["nothing is installed", "", false, "'esbuild'"],
    ["a package is missing", 'import "isotax-is-not-installed";\n', true, "'isotax-is-not-inst"],
  ])("says how to install what it needs: %s", (_, commandLine, installed, name) => {
    const folder = checkout(commandLine, { installed });
    const { code, stdout, stderr } = started(folder);
    expect(stderr).toMatch(/^error: Cannot find [^\n]*\n {2}-> run `npm ci` in [^\n]*\n$/);
    expect(stderr).toContain(name);
    expect(stderr).toContain(folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it.each([
    ["is thrown while it loads", 'throw new Error("it broke");'],
    ["is thrown later", 'setTimeout(() => { throw new Error("it broke"); });'],
    ["rejects", 'void Promise.reject(new Error("it broke")); setTimeout(() => {}, 10_000);'],
    ["is no error", 'setTimeout(() => { throw "it broke"; });'],
  ])("ends with 2, what it was and no stack trace where something %s", (_, commandLine) => {
    const { code, stderr } = started(checkout(`${commandLine}\n`));
    expect(stderr).toMatch(
      /^error: isotax cannot be started: it broke\n {2}-> run `npm ci` in [^\n]*\n$/,
    );
    expect(code).toBe(2);
  });
});

describe("the command line", { timeout: 120_000 }, () => {
  /** A gate whose configuration is this program. */
  function gate(config: string, name = "isotax.config.mjs") {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), config);
    return node([join(ROOT, "bin/isotax.js"), "gate", "native", "native"], folder);
  }
  const forever = "await new Promise((done) => setTimeout(done, 30_000));\n";

  it.each([
    ["is thrown", 'setTimeout(() => { throw new Error("it broke"); });\n'],
    ["rejects", 'void Promise.reject(new Error("it broke"));\n'],
  ])("ends with 2 where something that nobody waits for %s", (_what, config) => {
    const { code, stdout, stderr } = gate(config + forever);
    const [, file = ""] =
      /^error: a bug of isotax: it broke\n {2}-> [^\n]*: (\/.*)\n$/.exec(stderr) ?? [];
    expect(readFileSync(file, "utf8")).toMatch(/Error: it broke\n +at /);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("takes what was broken off for an interrupt", () => {
    const { code, stderr } = gate(`void Promise.reject(AbortSignal.abort().reason);\n${forever}`);
    expect({ code, stderr }).toEqual({ code: 130, stderr: "interrupted\n" });
  });

  it("reads a configuration that is TypeScript, in a folder that is no package", () => {
    const config = 'const margn: string = "5%";\nexport default { gate: { margn } };\n';
    const { code, stderr } = gate(config, "isotax.config.ts");
    expect(stderr).toContain('gate.margn: unknown key; did you mean "margin"?');
    expect(code).toBe(2);
  });
});

describe("what has to be ended at once", { timeout: 120_000 }, () => {
  /** Runs it with `interrupts` to end; whether and how often that was done, and the exit code. */
  function ended(program: string): { code: number | null; ended: boolean } {
    const folder = temporaryFolder();
    const mark = join(folder, "ended");
    const text = `
      import { mkdirSync } from "node:fs";
      import { setTimeout as sleep } from "node:timers/promises";
      import { listenForInterrupts } from ${JSON.stringify(join(ROOT, "scripts/interrupts.ts"))};
      const interrupts = listenForInterrupts(() => {});
      // A second time would fail.
      interrupts.atOnce = () => { mkdirSync(${JSON.stringify(mark)}); };
      ${program}
    `;
    const loader = join(ROOT, "node_modules/tsx/dist/loader.mjs");
    const { code } = node(["--import", loader, "--input-type=module", "--eval", text], folder);
    return { code, ended: existsSync(mark) };
  }

  it("is, whatever ends the process", () => {
    expect(ended("process.exit(2);")).toEqual({ code: 2, ended: true });
    expect(ended('setTimeout(() => { throw new Error("it broke"); });').ended).toBe(true);
  });

  it("is by a second Ctrl-C", () => {
    const twice = 'process.kill(process.pid, "SIGINT"); await sleep(400);';
    expect(ended(`${twice} ${twice} await sleep(20_000);`)).toEqual({ code: 130, ended: true });
  });

  it("warns of nothing where hundreds of instances listen", () => {
    const many =
      "for (let i = 0; i < 300; i++) interrupts.signal.addEventListener('abort', () => {});";
    const warned = "process.on('warning', () => process.exit(9));";
    expect(ended(`${warned} ${many} await sleep(100); interrupts.dispose();`).code).toBe(0);
  });

  it("is not where all is over, or after a first Ctrl-C alone", () => {
    expect(ended("interrupts.dispose(); process.exitCode = 3;")).toEqual({ code: 3, ended: false });
    const once = 'process.kill(process.pid, "SIGINT"); await sleep(400);';
    expect(ended(`${once} if (!interrupts.signal.aborted) throw 1; interrupts.dispose();`)).toEqual(
      {
        ...{ code: 0, ended: false },
      },
    );
  });
});
