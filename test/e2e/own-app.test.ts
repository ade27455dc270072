/** The example of docs/own-app.md, as it stands there, on real targets. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../bench/stats/analyze.ts";
import { readRun } from "../../bench/store.ts";
import { which } from "../../runners/host/process.ts";
import { networkProblem } from "../../runners/network/lab.ts";
import { cli, leftOvers, MUST_RUN, ROOT, temporaryFolder } from "../support.ts";

const PAGE = readFileSync(join(ROOT, "docs/own-app.md"), "utf8");

/** The first block of a language that has this text in it. */
function block(language: string, text: string): string {
  const blocks = PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"));
  const found = [...blocks].map(([, code = ""]) => code).find((code) => code.includes(text));
  if (found === undefined) throw new Error(`docs/own-app.md has no ${language} with ${text}`);
  return found;
}

/** The reader has the package; here its own sources stand for it. */
function project(): string {
  const folder = temporaryFolder();
  const config = block("ts", "my.redis").replace(
    '"isotax"',
    JSON.stringify(join(ROOT, "dist/scripts/config.js")),
  );
  writeFileSync(join(folder, "isotax.config.ts"), config);
  writeFileSync(join(folder, "redis.conf"), block("conf", "protected-mode"));
  return folder;
}

const TARGETS = ["native", "namespaces", "crun"].filter(
  (id) => id !== "crun" || which("crun") !== undefined,
);
const lacking = networkProblem() !== undefined || which("redis-benchmark") === undefined;

describe.skipIf(lacking && !MUST_RUN)("the reader's Redis", () => {
  it("is measured on real targets, and nothing is left", { timeout: 300_000 }, () => {
    const folder = project();
    const args = ["run", "--targets", TARGETS.join(","), "--profile", "smoke", "--out", "run"];
    const { stdout, stderr, code } = cli([...args, "--no-open", "--no-install", "--strict"], {
      cwd: folder,
      timeoutMs: 280_000,
    });
    expect(`${stderr}\n${stdout}`).toContain("Report: ");
    expect(code).toBe(0);
    const { run, records } = readRun(join(folder, "run"));
    expect(run.workloads.map(({ id, title }) => [id, title])).toEqual([
      ["my.redis", "our Redis: SET by 50 clients"],
    ]);
    const { rows, notMeasured } = analyze(run, records);
    expect(notMeasured).toEqual([]);
    for (const target of TARGETS) {
      const value = (metric: string) =>
        rows.find((row) => row.target === target && row.metric === metric)?.summary.median;
      expect(value("rate"), target).toBeGreaterThan(100);
      // Milliseconds are nanoseconds now: a p99 is no second, and no microsecond.
      expect(value("p99"), target).toBeGreaterThan(1e4);
      expect(value("p99"), target).toBeLessThan(1e10);
      expect(value("time"), target).toBeGreaterThan(1e6);
    }
    expect(leftOvers(run.runId)).toEqual([]);
  });
});

describe("an app with files, programs and a volume", () => {
  it("runs the same bytes natively and inside", { timeout: 300_000 }, () => {
    const folder = temporaryFolder();
    const script = [
      "set -e; cp {files}/data/words {scratch}/words; gzip -9 {scratch}/words",
      'echo "bytes: $(wc -c <{scratch}/words.gz)"; rm {scratch}/words.gz',
    ].join("; ");
    const work = {
      id: "my.gzip",
      command: ["sh", "-c", script],
      ...{ programs: ["cp", "gzip", "rm", "wc"], files: [{ from: "words.txt", to: "data/words" }] },
      metrics: [{ id: "packed", unit: "B", better: "neither", regex: "^bytes: (\\d+)$" }],
    };
    writeFileSync(join(folder, "words.txt"), "the same words\n".repeat(10_000));
    writeFileSync(join(folder, "isotax.config.json"), JSON.stringify({ workloads: [work] }));
    const args = ["run", "--targets", TARGETS.join(","), "--profile", "smoke", "--out", "run"];
    const { stderr, code } = cli([...args, "--no-open", "--no-install", "--strict"], {
      cwd: folder,
      timeoutMs: 280_000,
    });
    expect(stderr).not.toContain("error");
    expect(code).toBe(0);
    const { run, records } = readRun(join(folder, "run"));
    const packed = analyze(run, records).rows.filter(({ metric }) => metric === "packed");
    expect(packed.map(({ target }) => target).sort()).toEqual([...TARGETS].sort());
    expect(new Set(packed.map(({ summary }) => summary.median)).size).toBe(1);
    const hashes = new Set(run.targets.map(({ toolHashes }) => toolHashes["gzip"]));
    expect(hashes).toEqual(new Set([run.image.tools.find(({ name }) => name === "gzip")?.sha256]));
    expect(leftOvers(run.runId)).toEqual([]);
  });
});
