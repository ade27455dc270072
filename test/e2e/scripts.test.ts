/** The scripts beside the command line say what they do, and refuse what they do not know. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support.ts";

function npmRun(script: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", script, "--", ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

describe.each(["bench:gate", "bench:self", "catalogue", "new", "schemas"])(
  "npm run %s",
  { timeout: 120_000 },
  (script) => {
    it("has a --help, which does nothing else", () => {
      const { code, stdout, stderr } = npmRun(script, "--help");
      expect(stderr).toBe("");
      expect(stdout).toMatch(new RegExp(`^Usage: npm run ${script}\\b`));
      expect(code).toBe(0);
    });

    it("refuses an option that it does not know", () => {
      const { code, stdout, stderr } = npmRun(script, "--bogus");
      expect(stderr).toMatch(/^error: Unknown option '--bogus'.*\n {2}-> Usage: npm run /);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    });
  },
);
