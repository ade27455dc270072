/** As a user without rights: what works, and what is said of the rest. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRun } from "../../bench/store.ts";
import { cacheFolder, isRoot } from "../../runners/host/paths.ts";
import { tryRun, which } from "../../runners/host/process.ts";
import { AWKWARD_PATH } from "../awkward.ts";
import { leftOvers, ROOT } from "../support.ts";

const NOBODY = 65534;
const runnable = isRoot() && which("setpriv") !== undefined;

/** Copied to where the user may read them: the clone may lie below a folder that is root's alone. */
const SOURCES = [
  ...["package.json", "tsconfig.json", "vitest.config.ts", "node_modules", "bin", "dist"],
  ...["bench", "runners", "reports", "scripts", "test", "docs", "README.md"],
];

/** Targets that any user can have on a kernel with user namespaces, without control groups. */
const FOR_EVERYBODY = [
  "native",
  "helper",
  "chroot",
  "namespaces",
  "unshare",
  "overlay",
  "seccomp",
  "masked",
  "bubblewrap",
  "runc",
  "qemu-microvm",
];

describe.skipIf(!runnable)("without root (needs root and setpriv to become nobody)", () => {
  let home = "";
  let sources = "";
  let env: Record<string, string> = {};

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "isotax-nobody-"));
    sources = join(home, "isotax");
    // No name that tools take as it is: with it, all of this goes by links that a user may make.
    const cache = join(home, AWKWARD_PATH);
    await tryRun(["mkdir", "-p", sources, join(cache, "isotax")]);
    for (const name of SOURCES) await tryRun(["cp", "-a", join(ROOT, name), sources]);
    await tryRun(["cp", "-a", join(cacheFolder(), "guest-kernels"), join(cache, "isotax")]);
    await tryRun(["chown", "-R", `${NOBODY}:${NOBODY}`, home]);
    await tryRun(["chmod", "-R", "a+rX", home]);
    // What must be ready in CI as root need not be for anybody.
    env = { HOME: home, XDG_CACHE_HOME: cache, XDG_STATE_HOME: join(home, "state"), CI: "" };
  }, 120_000);
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function asNobody(argv: readonly string[], timeoutMs = 120_000) {
    const become = ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
    return tryRun([...become, process.execPath, ...argv], { env, cwd: sources, timeoutMs });
  }

  const isotax = (...args: readonly string[]) =>
    asNobody([join(sources, "bin/isotax.js"), ...args]);

  it("doctor says what can be measured, and why the rest cannot", async () => {
    const doctor = await isotax("doctor", "--json");
    // Its progress; complaints would be other lines.
    for (const line of doctor.stderr.trim().split("\n")) expect(line).toMatch(/^[+>] look at /);
    const { targets } = JSON.parse(doctor.stdout) as {
      targets: { id: string; ok: boolean; reason?: string }[];
    };
    const ready = targets.filter(({ ok }) => ok).map(({ id }) => id);
    expect(ready).toEqual(expect.arrayContaining(FOR_EVERYBODY));
    for (const target of targets.filter(({ ok }) => !ok)) {
      expect(target).toMatchObject({ reason: expect.any(String), remedy: expect.any(String) });
    }
  });

  it("a run measures what it can, and says what was not limited", async () => {
    const out = join(home, "run");
    const run = await isotax(
      ...["run", "--profile", "smoke", "--targets", "native,overlay,cgroup", "--no-install"],
      ...["--no-open", "--workloads", "start.exec,cpu.sysbench", "--out", out],
    );
    expect(run.exitCode, run.stderr).toBe(0);
    const { records, run: stored } = readRun(out);
    for (const { target, outcome } of records) {
      expect(outcome.status, target).toBe(target === "cgroup" ? "unavailable" : "ok");
    }
    expect(stored.warnings.map(({ code }) => code)).toContain("unlimited-memory");
    expect(leftOvers(stored.runId)).toEqual([]);
  });

  it("a run of made-up targets needs no rights", async () => {
    const out = join(home, "made-up");
    const targets = ["--profile", "smoke", "--targets", "fake", "--no-open", "--out", out];
    const run = await isotax("run", ...targets);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(readRun(out).run.status).toBe("complete");
  });

  it("every target that can be ready keeps its promises", async () => {
    const results = join(home, "contract.json");
    const vitest = join(sources, "node_modules/vitest/vitest.mjs");
    const run = await asNobody(
      [vitest, "run", "test/contract/targets", "--reporter=json", `--outputFile=${results}`],
      540_000,
    );
    const { stdout } = await tryRun(["cat", results]);
    const { testResults } = JSON.parse(stdout) as {
      testResults: {
        assertionResults: {
          ancestorTitles: string[];
          fullName: string;
          status: string;
          failureMessages: string[];
        }[];
      }[];
    };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = tests
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]?.slice(0, 500)}`);
    expect(failed, run.stderr).toEqual([]);
    for (const id of FOR_EVERYBODY) {
      const own = tests.filter(({ ancestorTitles }) => ancestorTitles[0] === id);
      expect([id, new Set(own.map(({ status }) => status))]).toEqual([id, new Set(["passed"])]);
    }
  }, 600_000);
});
