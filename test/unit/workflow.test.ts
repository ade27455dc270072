/** The workflow for GitHub Actions names what exists, and gives no stranger's text to a shell. */
import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT } from "../support.ts";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly "working-directory"?: string;
}

const text = readFileSync(join(ROOT, ".github/workflows/isotax.yml"), "utf8");
const workflow = parse(text) as {
  permissions: Record<string, string>;
  jobs: Record<string, { steps: Step[]; "timeout-minutes"?: number }>;
};
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const cli = readFileSync(join(ROOT, "scripts/cli.ts"), "utf8");

describe("the workflow", () => {
  it("runs npm scripts and shell scripts that there are", () => {
    const known = Object.keys(
      JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts as object,
    );
    const named = scripts.flatMap((run) =>
      [...run.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(known).toContain(name);
    const files = scripts.flatMap((run) =>
      [...run.matchAll(/(?:^|[\s'/])(scripts\/ci\/[\w.-]+\.sh)/g)].map(
        ([, file]) => file as string,
      ),
    );
    expect(new Set(files).size).toBe(3);
    for (const file of files) accessSync(join(ROOT, file), constants.X_OK);
  });

  it("uses options that the command line has", () => {
    const flags = scripts
      .filter((run) => /npm run/.test(run))
      .flatMap((run) => [...run.replace(/^.*? -- /s, "").matchAll(/ (--[a-z-]+)/g)])
      .map(([, flag]) => flag as string);
    expect(flags).toContain("--shard");
    const missing = flags.filter((flag) => !new RegExp(`[" ]${flag}[ "]`).test(cli));
    expect(missing).toEqual([]);
  });

  it("hands values to shells as variables, never as text of the script", () => {
    for (const run of scripts) expect(run).not.toContain("${{");
  });

  it("may do no more than it has to", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });
});
