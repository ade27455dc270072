/** The gate as CI meets it: real targets, exit codes, files, and what GitHub is told. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { GateFileSchema } from "../../bench/stats/judgement-schema.ts";
import { readRun } from "../../bench/store.ts";
import { casesOf, currentSlice } from "../slice.ts";
import { cli, leftOvers, ROOT, temporaryFolder } from "../support.ts";

/** Starts that take turns on a busy machine of CI scatter: what is shown here is not how little the gate sees. */
const WIDE = ["--margin", "25%", "--budget", "4m"] as const;

function gate(args: readonly string[], env: Record<string, string> = {}) {
  return cli(["gate", ...args], { timeoutMs: 590_000, env });
}

describe("a gate that measures", { timeout: 600_000 }, () => {
  const measuring: [string, () => void][] = [];
  /** A slice has one of these: each takes minutes. */
  function gateInTurn(title: string, work: () => void): void {
    measuring.push([title, work]);
  }

  gateInTurn(
    "goes red for a start that has become slower, and says what, by how much, and what to do",
    () => {
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
    },
  );

  gateInTurn("stays green for the same twice", () => {
    const out = join(temporaryFolder(), "gate");
    const result = gate(["overlay", "overlay", ...WIDE, "--out", out, "--json"]);
    expect(result.code, result.stderr).toBe(0);
    const judgement = JSON.parse(result.stdout) as Judgement;
    expect(judgement).toMatchObject({
      base: "overlay#base",
      head: "overlay#head",
      verdict: "pass",
    });
  });

  gateInTurn("compares two checkouts of a project's own runner", () => {
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

  for (const [title, work] of casesOf(currentSlice(), measuring)) it(title, work);

  it("says that it could not decide, with a code of its own", () => {
    const folder = temporaryFolder();
    const out = join(folder, "gate");
    const config = join(folder, "isotax.config.json");
    // What is meant to be judged and is not there can't be decided, whatever the machine does.
    writeFileSync(config, JSON.stringify({ gate: { margins: { "start.exec/redy": "5%" } } }));
    const result = gate(["native", "native", "--rounds", "11", "--config", config, "--out", out]);
    expect(result.code, result.stderr).toBe(3);
    expect(result.stdout).toMatch(/^INCONCLUSIVE/);
    expect(result.stdout).toContain("has no such figure of it");
    // Beside those that were decided too.
    expect(result.stdout).toMatch(/p90 \d/);
    expect(result.stdout).toContain("0 -> 0 of 11");
    expect(gate(["--run", out, "--inconclusive", "pass"]).code).toBe(0);
    expect(gate(["--run", out, "--inconclusive", "fail"]).code).toBe(1);
  });

  it("measures nothing where a side cannot be had, and leaves no folder", () => {
    const out = join(temporaryFolder(), "gate");
    const { code, stderr } = gate(["crun", "oci:/does/not/exist/crun", "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toContain("/does/not/exist/crun not found");
    expect(stderr).toContain("build it, or check the path");
    expect(existsSync(out)).toBe(false);
  });
});
