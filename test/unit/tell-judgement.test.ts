/** Where a judgement is told, and what happens where it cannot be. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spokenJudgement } from "../../reports/gate/json.ts";
import { textOf } from "../../reports/text/message.ts";
import { chooseLanguages } from "../../scripts/language.ts";
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
    expect(readdirSync(folder).sort()).toEqual(["gate.html", "gate.json", "gate.md", "junit.xml"]);
    expect(readFileSync(summary, "utf8")).toMatch(/^before\n.*## isotax: regressed/s);
    expect(stderr).toEqual([`Verdict, samples and report: ${folder}\n`]);
  });

  it("has a page in each language that was asked for, and none of those before", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "report.html"), "");
    const pages = () => readdirSync(folder).filter((name) => name.startsWith("gate.h"));
    const others = () => readdirSync(folder).filter((name) => /^gate\.\w+\.html$/.test(name));
    await chooseLanguages(["--lang", "en,ko"], {});
    await tell(folder);
    expect([...pages(), ...others()]).toEqual(["gate.html", "gate.ko.html"]);
    const [en, ko] = ["gate.html", "gate.ko.html"].map((file) =>
      readFileSync(join(folder, file), "utf8"),
    );
    expect(en).toContain('<a href="gate.ko.html" lang="ko" hreflang="ko">한국어</a>');
    expect(en).toContain('<a href="report.html">');
    expect(ko).toContain('<html lang="ko">');
    expect(ko).toContain("<h1>회귀: 허용 한도를 넘어 나빠진 것이 있습니다</h1>");
    await chooseLanguages([], {});
    rmSync(join(folder, "report.html"));
    await tell(folder);
    expect([...pages(), ...others()]).toEqual(["gate.html"]);
    expect(readFileSync(join(folder, "gate.html"), "utf8")).not.toContain('href="report.html"');
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
