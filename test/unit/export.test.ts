/** `isotax export`: what it prints, what it says beside, and which runs it refuses. */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { say } from "../../bench/messages.ts";
import type { Run } from "../../bench/schema.ts";
import { writeRun } from "../../bench/store.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { exportCommand } from "../../scripts/commands/export.ts";
import { type MadeMetric, madeRun, ready } from "../made-runs.ts";
import { written as printedOn, temporaryFolder } from "../support.ts";

const RATE: MadeMetric = {
  ...{ workload: "cpu.sysbench", metric: "primes", unit: "ops/s", better: "higher" },
  value: () => 5_000,
};
const SMALLER = "github-action-benchmark-smaller";
const BIGGER = "github-action-benchmark-bigger";

let stdout: string[];
let stderr: string[];
beforeEach(() => {
  [stdout, stderr] = [printedOn(process.stdout), printedOn(process.stderr)];
});
afterEach(() => vi.restoreAllMocks());

function written(metrics: readonly MadeMetric[], over: Partial<Run> = {}): string {
  const { run, records } = madeRun(2, ["native", "crun"], metrics, over);
  const folder = join(temporaryFolder(), "run");
  writeRun(folder, run, records);
  return folder;
}

describe("an export", () => {
  it("goes to stdout, or to a file, and nothing is said beside", async () => {
    const folder = written([ready(1), RATE]);
    const out = join(temporaryFolder(), "out.json");
    for (const { format } of EXPORTS) {
      expect(await exportCommand(folder, { format })).toBe(0);
      expect(await exportCommand(folder, { format, out })).toBe(0);
      expect(readFileSync(out, "utf8")).toBe(stdout.at(-1));
    }
    expect(stdout).toHaveLength(EXPORTS.length);
    expect(stderr).toEqual([]);
  });

  it.each([
    [BIGGER, ready(1), "no rates"],
    [SMALLER, RATE, "no times, sizes or counts"],
  ])("%s that is empty is told, and is JSON all the same", async (format, metric, what) => {
    expect(await exportCommand(written([metric]), { format })).toBe(0);
    expect(stdout).toEqual(["[]\n"]);
    expect(stderr).toHaveLength(1);
    expect(stderr[0]).toContain(`the list is empty: this run has ${what}`);
    expect(stderr[0]).toContain("-> leave this step of github-action-benchmark out");
  });

  it.each(EXPORTS.map(({ format }) => format))("%s is of whole runs only", async (format) => {
    const refusal = async (folder: string) => {
      const out = join(folder, "out");
      return exportCommand(folder, { format, out }).catch((error: unknown) => error);
    };
    for (const status of ["interrupted", "running"] as const) {
      const folder = written([ready(1)], { status });
      expect(await refusal(folder)).toMatchObject({
        ...{ name: "IsotaxError", code: "INCOMPLETE_RUN" },
        message: expect.stringContaining(`is not complete: ${status}`),
        remedy: say("campaign.go-on", { folder }),
      });
    }
    const torn = written([ready(1)]);
    appendFileSync(join(torn, "records.ndjson"), '{"target":"nat');
    expect(await refusal(torn)).toMatchObject({ code: "TRUNCATED_RUN" });
    const cut = written([ready(1)]);
    const records = join(cut, "records.ndjson");
    const [first] = readFileSync(records, "utf8").split("\n");
    writeFileSync(records, `${first}\n`);
    expect(await refusal(cut)).toMatchObject({ code: "TRUNCATED_RUN" });
    expect(stdout).toEqual([]);
  });
});
