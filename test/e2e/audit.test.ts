/** `isotax audit`, and a harness that is killed within it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { everyPath } from "../../runners/audit/names.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { started } from "../started.ts";
import { CLI, cli, descendants, MUST_RUN, temporaryFolder } from "../support.ts";

const possible = isRoot() && which("cc") !== undefined;

describe.skipIf(!(possible || MUST_RUN))("an audit (needs root and a compiler)", () => {
  it("says what is reached, keeps promises, and has a baseline", { timeout: 180_000 }, () => {
    const out = join(temporaryFolder(), "audit");
    const first = cli(["audit", "native", "overlay", "--out", out]);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(/^native: (\d+) of \1 reach the host, none against its promise/m);
    expect(first.stdout).toMatch(/^overlay: \d+ of \d+ reach the host, none against its promise/m);
    expect(readFileSync(join(out, "junit.xml"), "utf8")).toContain('<testsuite name="overlay"');
    expect(JSON.parse(readFileSync(join(out, "audit.sarif"), "utf8")).version).toBe("2.1.0");
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain('id="audit--check.kernel"');

    const again = join(temporaryFolder(), "again");
    const second = cli(["audit", "overlay", "--baseline", out, "--json", "--out", again]);
    expect(second.code, second.stderr).toBe(0);
    const [overlay] = JSON.parse(second.stdout).targets;
    expect(overlay).toMatchObject({ target: "overlay", failed: [], broken: [] });
    expect(overlay.open).toContain("kernel.tasks");
    expect(overlay.kept).toContain("files.etc");
  });

  it("refuses a baseline that is none, and tries nothing then", () => {
    const out = join(temporaryFolder(), "audit");
    const refused = cli(["audit", "overlay", "--baseline", temporaryFolder(), "--out", out]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("run.json");
    expect(existsSync(out)).toBe(false);
  });

  it("leaves no canary when it is killed, after `clean`", { timeout: 120_000 }, async () => {
    const out = join(temporaryFolder(), "audit");
    const run = started([process.execPath, ...CLI, "audit", "overlay", "--out", out]);
    let token: string | undefined;
    for (let i = 0; i < 600 && token === undefined; i++) {
      await sleep(50);
      token = descendants(run.pid)
        .map((pid) => /\0witness\0([0-9a-f]{16})\0/.exec(wordsOf(pid))?.[1])
        .find((found) => found !== undefined);
    }
    expect(token, run.printed()).toBeDefined();
    const left = () => everyPath(token ?? "").filter((path) => existsSync(path));
    expect(left().length).toBeGreaterThan(0);
    process.kill(run.pid, "SIGKILL");
    expect(await run.exited).toEqual([null, "SIGKILL"]);
    const clean = cli(["clean"]);
    expect(clean.code, clean.stderr).toBe(0);
    expect(left()).toEqual([]);
  });
});

/** A process's arguments, each with a zero byte behind it. Empty if it is gone. */
function wordsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
