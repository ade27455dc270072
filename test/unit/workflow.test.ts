/** The workflow for GitHub Actions names what exists, and gives no stranger's text to a shell. */
import { execFileSync } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ROOT, temporaryFolder } from "../support.ts";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly "working-directory"?: string;
  readonly with?: Record<string, string | number | boolean>;
  readonly env?: Record<string, string>;
}

const text = readFileSync(join(ROOT, ".github/workflows/isotax.yml"), "utf8");
const workflow = parse(text) as {
  permissions: Record<string, string>;
  jobs: Record<
    string,
    { steps: Step[]; permissions?: Record<string, string>; "timeout-minutes"?: number }
  >;
};
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const commandLine = readFileSync(join(ROOT, "scripts/command-line.ts"), "utf8");

/** The inputs that these versions of the actions have, of those that are given here or may soon be. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  "actions/checkout@v4": ["repository", "ref", "token", "path", "fetch-depth"],
  "actions/setup-node@v4": ["node-version", "cache", "cache-dependency-path"],
  "actions/setup-go@v5": ["go-version", "go-version-file", "cache"],
  "actions/upload-artifact@v4": ["name", "path", "if-no-files-found", "overwrite"],
  "actions/download-artifact@v4": ["name", "path", "pattern", "merge-multiple"],
  "actions/upload-pages-artifact@v3": ["name", "path"],
  "actions/deploy-pages@v4": [],
};
/** The keys of the syntax, of those that are used here. */
const KEYS = {
  workflow: ["name", "on", "permissions", "concurrency", "jobs"],
  job: [
    "if",
    "needs",
    "runs-on",
    "timeout-minutes",
    "permissions",
    "strategy",
    "environment",
    "steps",
  ],
  step: ["id", "if", "name", "uses", "run", "with", "env", "working-directory"],
};

/** The workflows that the documentation gives to be copied. */
function documented(): readonly (readonly [string, unknown])[] {
  return ["docs/gate.md", "docs/own-app.md"].flatMap((file) => {
    const blocks = readFileSync(join(ROOT, file), "utf8").matchAll(/^```yaml\n(.*?)^```$/gms);
    return [...blocks]
      .map(([, block = ""]) => [file, parse(block)] as const)
      .filter(([, content]) => content !== null && "jobs" in content);
  });
}

describe("every workflow, also those of the documentation", () => {
  const all = [[".github/workflows/isotax.yml", workflow], ...documented()] as const;

  it("is found", () => expect(all.map(([file]) => file)).toHaveLength(3));

  it.each(all)("has only keys and inputs that there are: %s", (_, content) => {
    const { jobs } = content as typeof workflow;
    const unknown = (value: object, known: readonly string[]) =>
      Object.keys(value).filter((key) => !known.includes(key));
    expect(unknown(content as object, KEYS.workflow)).toEqual([]);
    for (const job of Object.values(jobs)) {
      expect(unknown(job, KEYS.job)).toEqual([]);
      for (const step of job.steps) {
        expect(unknown(step, KEYS.step)).toEqual([]);
        expect([step.uses, step.run].filter((one) => one !== undefined)).toHaveLength(1);
        if (step.uses === undefined) continue;
        expect(Object.keys(INPUTS)).toContain(step.uses);
        expect(unknown(step.with ?? {}, INPUTS[step.uses] ?? []), step.uses).toEqual([]);
      }
    }
  });
});

describe("the workflow", () => {
  it("can run a job of the night once more: what it left before is no part, and no obstacle", () => {
    const { merge, measure } = workflow.jobs;
    const fetched = merge?.steps.find(({ uses }) => uses?.startsWith("actions/download-artifact@"));
    expect(fetched?.with?.["pattern"]).toBe("shard-*");
    const kept = [merge, measure].flatMap((job) => job?.steps ?? []).filter(isUpload);
    expect(kept.map((step) => step.with?.["overwrite"])).toEqual([true, true]);
  });

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
    expect(new Set(files).size).toBe(4);
    for (const file of files) accessSync(join(ROOT, file), constants.X_OK);
  });

  it("uses options that the command line has", () => {
    const flags = scripts
      .filter((run) => /npm run/.test(run))
      .flatMap((run) => [...run.replace(/^.*? -- /s, "").matchAll(/ (--[a-z-]+)/g)])
      .map(([, flag]) => flag as string);
    expect(flags).toContain("--shard");
    const missing = flags.filter((flag) => !new RegExp(`[" ]${flag}[ "]`).test(commandLine));
    expect(missing).toEqual([]);
  });

  it("hands values to shells as variables, never as text of the script", () => {
    for (const run of scripts) expect(run).not.toContain("${{");
  });

  it("may do no more than it has to", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  it("lets each job that checks out do so: its permissions replace those of the workflow", () => {
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const checksOut = job.steps.some(({ uses }) => uses?.startsWith("actions/checkout@"));
      if (checksOut && job.permissions !== undefined) {
        expect(["read", "write"], name).toContain(job.permissions["contents"]);
      }
    }
  });

  it("lets a job write to the repository only if it runs no package's code", () => {
    const writing = Object.entries(workflow.jobs).filter(
      ([, { permissions }]) => permissions?.["contents"] === "write",
    );
    expect(writing.map(([name]) => name)).toEqual(["archive"]);
    for (const [, { steps }] of writing) {
      for (const { run = "" } of steps) expect(run).not.toMatch(/\bnp[mx]\b/);
    }
  });

  it("tells which commit the comment is about", () => {
    const comment = steps.find(({ run }) => run?.includes("comment.sh"));
    expect(comment?.env?.["HEAD_SHA"]).toMatch(/\{ github\.event\.pull_request\.head\.sha \}/);
  });

  it("compares with what the pull request was merged into, not with an older commit", () => {
    const { steps: gate = [] } = workflow.jobs["gate"] ?? {};
    const head = gate.find((step) => step.uses?.startsWith("actions/checkout@"))?.with ?? {};
    expect(head).toEqual({ path: "head", "fetch-depth": 2 });
    const base = gate.find(({ name }) => name === "Check out the base")?.run ?? "";
    const folder = temporaryFolder();
    mergedChange(join(folder, "origin"));
    const clone = ["clone", "-q", "--depth", "2", `file://${folder}/origin`, "head"];
    execFileSync("git", clone, { cwd: folder });
    execFileSync("sh", ["-ec", base], { cwd: folder, stdio: "pipe" });
    const lines = (side: string) => readFileSync(join(folder, side, "file"), "utf8");
    expect(lines("base")).toBe("first\nothers' change\n");
    expect(lines("head")).toBe("first\nothers' change\nthis change\n");
  });
});

function isUpload({ uses }: Step): boolean {
  return uses?.startsWith("actions/upload-artifact@") === true;
}

/** A repository whose HEAD is the merge of a change into a base that went on since the change was begun. */
function mergedChange(folder: string): void {
  mkdirSync(folder);
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      ...{ cwd: folder, stdio: "pipe" },
      env: {
        ...process.env,
        ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_CONFIG_GLOBAL: "/dev/null" },
        ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b", GIT_CONFIG_SYSTEM: "/dev/null" },
      },
    });
  const commit = (text: string, ...parents: string[]) => {
    writeFileSync(join(folder, "file"), text);
    git("add", "file");
    const tree = git("write-tree").toString().trim();
    const from = parents.flatMap((parent) => ["-p", parent]);
    return git("commit-tree", tree, "-m", text, ...from)
      .toString()
      .trim();
  };
  git("init", "-q");
  const first = commit("first\n");
  const others = commit("first\nothers' change\n", first);
  const change = commit("first\nthis change\n", first);
  const merge = commit("first\nothers' change\nthis change\n", others, change);
  git("update-ref", "HEAD", merge);
}
