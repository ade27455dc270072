/** Run folders come from anywhere: what is refused, by all that read them, and what is not. */

import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeRun } from "../../bench/campaign/gate/judge.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { planHash, sealed } from "../../bench/plan-hash.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import { readRun, writeRun } from "../../bench/store.ts";
import type { Values } from "../../bench/types.ts";
import { EXPORTS } from "../../reports/exports/index.ts";
import { REPORTS } from "../../reports/index.ts";
import { reportInput } from "../../reports/model.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { textOf } from "../../reports/text/message.ts";
import { tryRun } from "../../runners/host/process.ts";
import { madeRun, ready } from "../made-runs.ts";
import { ROOT, temporaryFolder } from "../support.ts";

const made = madeRun(2, ["native", "crun"], [ready(1)]);
const RUN = sealed(made.run);
const RECORDS = made.records;

function written(): string {
  const folder = join(temporaryFolder(), "run");
  writeRun(folder, RUN, RECORDS);
  return folder;
}

function refusal(folder: string): IsotaxError {
  try {
    readRun(folder);
  } catch (error) {
    if (error instanceof IsotaxError) return error;
    throw error;
  }
  throw new Error("it was read");
}

/** What is said of a run of which a line was changed. */
function ofLine(change: (line: string) => string | Buffer, at = 1): string {
  const folder = written();
  const file = join(folder, "records.ndjson");
  const lines = readFileSync(file, "utf8").split("\n");
  const changed = lines.map((line, index) => Buffer.from(index === at ? change(line) : line));
  writeFileSync(file, Buffer.concat(changed.flatMap((line) => [line, Buffer.from("\n")])));
  const { code, message, remedy } = refusal(folder);
  expect(code).toBe("BROKEN_RECORD");
  expect(message).toMatch(new RegExp(`records\\.ndjson, line ${at + 1}: `));
  expect(message.length).toBeLessThan(2000);
  expect(textOf(remedy)).not.toBe("");
  return message;
}

const second = RECORDS[1] as RunRecord;
/** The second record, changed. */
function withRecord(over: Partial<RunRecord>): string {
  return ofLine(() => JSON.stringify({ ...second, ...over }));
}

function withMeasurements(...over: readonly Partial<Values>[]): string {
  const base: Values = { metric: "ready", clock: "host", values: [1] };
  const measurements = over.map((one) => ({ ...base, ...one }));
  const outcome = { status: "ok", measurements } as unknown as RunRecord["outcome"];
  return withRecord({ outcome });
}

describe("a record that is refused, with its line", () => {
  it.each(["null", "[]", "7", '"x"', "", "{", "\u0000"])("is %j", (line) => {
    ofLine(() => line);
  });

  it("is there twice", () => {
    expect(ofLine(() => JSON.stringify(RECORDS[0]))).toMatch("is there twice");
  });

  it("is of no target, no workload or no round of the plan", () => {
    expect(withRecord({ subject: "podman", target: "podman" })).toMatch(
      "the target podman is not in the plan",
    );
    expect(withRecord({ workload: "x" })).toMatch("the workload x is not in the plan");
    expect(withRecord({ round: 999 })).toMatch("round 999 of start.exec is not in the plan");
  });

  it("has values that nothing can have", () => {
    expect(withMeasurements({ values: [5, -5e9] })).toMatch("negative value, -5000000000 ns");
    expect(withMeasurements({ values: [] })).toMatch("values");
    expect(ofLine((line) => line.replace(/"values":\[[^\]]*\]/, '"values":[1e999]'))).toMatch(
      "values",
    );
    expect(withRecord({ wallNs: -1 })).toMatch("wallNs");
  });

  it("has more errors than can be told", () => {
    const values = Array(300_000).fill("x") as unknown as number[];
    expect(withMeasurements({ values })).toMatch(/and \d+ more|more errors than can be told/);
  });

  it("has a metric that its workload does not declare, or one twice", () => {
    expect(withMeasurements({ metric: "speed" })).toMatch("start.exec does not declare speed");
    expect(withMeasurements({}, {})).toMatch("ready is there twice");
  });

  it("has bytes that are no UTF-8", () => {
    const broken = (line: string) => {
      const bytes = Buffer.from(line);
      bytes[bytes.indexOf("crun")] = 0xff;
      return bytes;
    };
    expect(ofLine(broken)).toMatch("is not UTF-8");
  });

  it("would change what objects are", () => {
    const key = (name: string) => (line: string) => line.replace("{", `{"${name}":{"x":1},`);
    expect(ofLine(key("__proto__"))).toMatch('has the key "__proto__"');
    expect(ofLine(key("\\u005f_proto\\u005f_"))).toMatch('has the key "__proto__"');
    expect(withMeasurements({ metric: "__proto__" })).toMatch("is no name");
  });

  it("has a name that no line can hold", () => {
    expect(withMeasurements({ metric: "a\nb" })).toMatch("is no name");
    expect(withMeasurements({ metric: "a\u001b[2J" })).toMatch("is no name");
    expect(withMeasurements({ metric: "\ud800" })).toMatch("is no name");
  });
});

describe("a run.json that is refused", () => {
  function ofRun(over: object): string {
    const folder = written();
    writeFileSync(join(folder, "run.json"), JSON.stringify({ ...RUN, ...over }));
    const { code, message } = refusal(folder);
    expect(code).toBe("BROKEN_RUN");
    expect(message).toMatch(/run\.json: /);
    return message;
  }
  const target = RUN.targets[0] as Run["targets"][number];

  it.each(["x'; touch y; '", "../x", "", ".", "..", "a/b", "a\nb", "-x", "x".repeat(300), "실험"])(
    "has the runId %j",
    (runId) => {
      expect(ofRun({ runId })).toMatch("is no id of a run");
    },
  );

  it.each([
    ["names a target twice", { targets: [target, target] }, "names native twice"],
    ["has a gate of others", { gate: { base: "a", head: "b", rules: [] } }, "side a is not in"],
    ["has rounds without end", { rounds: 1e9 }, "rounds"],
    ["has a negative seed", { seed: -1 }, "seed"],
    ["has CPUs of no machine", { cpus: [1e9] }, "cpus"],
    ["has no prototype of ours", { targets: [{ ...target, id: "__proto__" }] }, "is no name"],
  ])("%s", (_what, over, message) => {
    expect(ofRun({ ...over, planHash: undefined })).toMatch(message);
  });

  it.each([
    { seed: RUN.seed + 1 },
    { rounds: 1 },
    { targets: RUN.targets.map((one) => ({ ...one, id: `${one.id}:x` })) },
    { workloads: RUN.workloads.map((one) => ({ ...one, params: { size: 2 } })) },
    { memoryMiB: 1024 },
    { planHash: "0".repeat(64) },
  ])("has a plan that was changed: %o", (over) => {
    expect(ofRun(over)).toMatch("its plan is not the one that it was written with");
  });

  it("would make objects others", () => {
    const folder = written();
    const file = join(folder, "run.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace('"host": {', '"host": {"__proto__": {"x": 1},'));
    expect(refusal(folder).message).toMatch('has the key "__proto__"');
  });

  it("is no file, or larger than any", async () => {
    for (const name of ["run.json", "records.ndjson"]) {
      const folder = written();
      const file = join(folder, name);
      rmSync(file);
      mkdirSync(file);
      expect(refusal(folder).message).toMatch(`${name}: is a folder, no regular file`);
      rmSync(file, { recursive: true });
      await tryRun(["mkfifo", file]);
      expect(refusal(folder).message).toMatch(`${name}: is a FIFO, no regular file`);
      rmSync(file);
      writeFileSync(file, "");
      truncateSync(file, 3 * 2 ** 30);
      expect(refusal(folder).message).toMatch(/has 3072 MiB, and \d+ MiB at most are read/);
    }
  });
});

describe("a run that is read", () => {
  it("has what could be measured after an interruption, and not before", () => {
    const folder = written();
    const file = join(folder, "records.ndjson");
    const unavailable = {
      ...{
        ...second,
        outcome: { status: "unavailable", reason: verbatim("r"), remedy: verbatim("m") },
      },
    };
    writeFileSync(file, `${JSON.stringify(unavailable)}\n${readFileSync(file, "utf8")}`);
    expect(readRun(folder).records).toHaveLength(RECORDS.length + 1);
    writeFileSync(file, `${readFileSync(file, "utf8")}${JSON.stringify(unavailable)}\n`);
    expect(refusal(folder).message).toMatch("is there twice");
  });

  it("may be from before there were checksums, and keeps its own through a reading", () => {
    const { planHash: own, ...run } = RUN;
    const folder = join(temporaryFolder(), "run");
    writeRun(folder, run, RECORDS);
    expect(readRun(folder).run.planHash).toBeUndefined();
    const read = readRun(written()).run;
    expect(read.planHash).toBe(own);
    expect(planHash(read)).toBe(own);
    for (const name of [".", "catalogue", "delivery", "ladder"]) {
      expect(readRun(join(ROOT, "results/reference", name)).records.length).toBeGreaterThan(0);
    }
  });

  it("is not read to its end where it has a million lines too many", () => {
    const folder = written();
    const file = join(folder, "records.ndjson");
    const line = readFileSync(file, "utf8").split("\n")[0];
    writeFileSync(file, `${line}\n`.repeat(200_000));
    expect(refusal(folder).message).toMatch("line 2: ");
  });

  it("may have 300,000 values in a cell, and is reported and exported all the same", async () => {
    const values = Array.from({ length: 300_000 }, (_, index) => 1e6 + (index % 1000));
    const records = RECORDS.map((record) => {
      const { outcome } = record;
      if (outcome.status !== "ok" || record !== second) return record;
      const measurements = outcome.measurements.map((one) => ({ ...one, values }));
      return { ...record, channelNs: values, outcome: { ...outcome, measurements } };
    });
    const folder = join(temporaryFolder(), "run");
    writeRun(folder, RUN, records);
    const stored = readRun(folder);
    const input = reportInput(stored.run, stored.records);
    // Of samples.csv it takes seconds, and nothing else.
    const quick = REPORTS.filter(({ file }) => file !== "samples.csv");
    for (const report of quick) expect(await report.render(input)).not.toBe("");
    for (const one of EXPORTS) expect(one.render(input)).not.toBe("");
    expect(terminalTables(input)).toContain("8.00 ms");
    expect(
      judgeRun(stored.run, stored.records, { base: "native", head: "crun", rules: [] }),
    ).toBeDefined();
  }, 60_000);
});
