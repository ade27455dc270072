/** Where a judgement is told, and what happens where it cannot be. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spokenJudgement } from "../../reports/gate/json.ts";
import { textOf } from "../../reports/text/message.ts";
import { Progress } from "../../scripts/progress.ts";
import { tellJudgement } from "../../scripts/tell-judgement.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { temporaryFolder, written } from "../support.ts";

let stdout: string[];
let stderr: string[];
beforeEach(() => {
  [stdout, stderr] = [written(process.stdout), []];
  vi.stubEnv("GITHUB_ACTIONS", "");
  vi.stubEnv("GITHUB_STEP_SUMMARY", "");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function tell(folder: string): Promise<void> {
  const stream = { isTTY: false, write: (text: string) => stderr.push(text) };
  const progress = new Progress(stream as unknown as NodeJS.WriteStream);
  await tellJudgement(exampleJudgement(), folder, { json: true, progress });
}

describe("a judgement", () => {
  it("goes to stdout, into a folder that is made, and to GitHub's summary", async () => {
    const parent = temporaryFolder();
    const summary = join(parent, "summary.md");
    writeFileSync(summary, "before\n");
    vi.stubEnv("GITHUB_STEP_SUMMARY", summary);
    const folder = join(parent, "a/b");
    await tell(folder);
    expect(JSON.parse(stdout.join(""))).toEqual(spokenJudgement(exampleJudgement()));
    expect(readdirSync(folder).sort()).toEqual(["gate.json", "gate.md", "junit.xml"]);
    expect(readFileSync(summary, "utf8")).toMatch(/^before\n.*## isotax: regressed/s);
    expect(stderr).toEqual([`Verdict, samples and report: ${folder}\n`]);
  });

  it.each(["file", "file/below"])("is not told where it cannot be written: %s", async (name) => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "file"), "mine");
    const error = await tell(join(parent, name)).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: "IsotaxError", code: "CANNOT_WRITE" });
    expect(textOf(error.remedy)).toContain("another --out");
    expect(stdout).toEqual([]);
    expect(readFileSync(join(parent, "file"), "utf8")).toBe("mine");
  });

  it("stands without GitHub's summary: that it is missing is a warning", async () => {
    const parent = temporaryFolder();
    vi.stubEnv("GITHUB_STEP_SUMMARY", join(parent, "gone/summary.md"));
    await tell(parent);
    expect(stdout).toHaveLength(1);
    expect(stderr[0]).toMatch(
      /the verdict is not in the job's summary: .*summary\.md cannot be written/,
    );
    expect(stderr[0]).toContain("-> let GITHUB_STEP_SUMMARY name a file");
    expect(stderr).toHaveLength(2);
  });
});
