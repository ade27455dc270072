import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../bench/files.ts";
import { say, verbatim } from "../../bench/messages.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import { RunWriter, readRun } from "../../bench/store.ts";
import { writeReports } from "../../scripts/write-reports.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { temporaryFolder } from "../support.ts";

function written(): { folder: string; run: Run; records: readonly RunRecord[] } {
  const folder = join(temporaryFolder(), "run");
  const run = exampleRun();
  const records = exampleRecords();
  const writer = RunWriter.create(folder, run);
  for (const record of records) writer.append(record);
  writer.close();
  return { folder, run, records };
}

describe("the run folder", () => {
  it("gives back what was written", () => {
    const { folder, run, records } = written();
    expect(readRun(folder)).toMatchObject({ run, records, torn: false });
  });

  it("passes over a last line that a crash cut short, and cuts it off only to go on", () => {
    const { folder, records } = written();
    const file = join(folder, "records.ndjson");
    appendFileSync(file, '{"target":"nat');
    const before = readFileSync(file);
    const stored = readRun(folder);
    expect(stored).toMatchObject({ records, torn: true });
    expect(readFileSync(file)).toEqual(before);
    const writer = RunWriter.resume(folder, stored);
    const next = {
      ...(records[0] as RunRecord),
      subject: "docker",
      target: "docker",
      workload: "cpu.sysbench",
      round: 3,
      outcome: {
        status: "unavailable" as const,
        reason: verbatim("no daemon"),
        remedy: verbatim("start one"),
      },
    };
    writer.append(next);
    writer.close();
    expect(readRun(folder).records).toEqual([...records, next]);
  });

  it("refuses a broken line, with its number, and leaves the file as it is", () => {
    const { folder } = written();
    const file = join(folder, "records.ndjson");
    const lines = readFileSync(file, "utf8").split("\n");
    lines[1] = '{"target": 1}';
    writeFileSync(file, lines.join("\n"));
    const before = readFileSync(file);
    expect(() => readRun(folder)).toThrow(/records\.ndjson, line 2/);
    expect(readFileSync(file)).toEqual(before);
  });

  it("refuses another schema version, a foreign folder and a second run in the same place", () => {
    const { folder, run } = written();
    expect(() => RunWriter.create(folder, run)).toThrow(/holds a run already/);
    writeFileSync(join(folder, "run.json"), JSON.stringify({ ...run, schema: 99 }));
    expect(() => readRun(folder)).toThrow(/schema version 99; this isotax reads 2/);
    const foreign = join(temporaryFolder(), "foreign");
    mkdirSync(foreign);
    expect(() => readRun(foreign)).toThrow(/not a run folder/);
    writeFileSync(join(foreign, "thesis.txt"), "mine");
    expect(() => RunWriter.create(foreign, run)).toThrow(/not empty/);
    expect(readFileSync(join(foreign, "thesis.txt"), "utf8")).toBe("mine");
  });

  it("is made with those above it, and refused where a file stands", () => {
    const parent = temporaryFolder();
    const folder = join(parent, "a/b/c");
    makeFolder(folder);
    makeFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
    const file = join(parent, "file");
    writeFileSync(file, "mine");
    for (const path of [file, join(file, "below"), join(file, "far/below")]) {
      expect(() => makeFolder(path), path).toThrow(
        expect.objectContaining({
          ...{ name: "IsotaxError", code: "CANNOT_WRITE" },
          remedy: say("files.other-out"),
        }),
      );
    }
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("is begun again where a run was killed before it had a run.json", () => {
    const folder = temporaryFolder();
    for (const name of ["records.ndjson", "run.json.new", "run.json.4999999.new", ".writable"]) {
      writeFileSync(join(folder, name), "");
    }
    RunWriter.create(folder, exampleRun()).close();
    expect(readdirSync(folder).sort()).toEqual(["records.ndjson", "run.json"]);
  });

  it("has nothing left aside once it is reported on, but what is the user's", async () => {
    const { folder } = written();
    for (const name of ["run.json.new", "report.html.4999999.new", "notes.new"]) {
      writeFileSync(join(folder, name), "half");
    }
    await writeReports(folder);
    expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual(["notes.new"]);
  });

  it("is not written through links that travelled with it", () => {
    const { folder } = written();
    const victim = join(temporaryFolder(), "victim");
    writeFileSync(victim, "mine");
    rmSync(join(folder, "records.ndjson"));
    symlinkSync(victim, join(folder, "records.ndjson"));
    const stored = { ...written(), records: [], wholeBytes: 0, torn: true };
    expect(() => RunWriter.resume(folder, stored)).toThrow(/records\.ndjson cannot be written/);
    expect(readFileSync(victim, "utf8")).toBe("mine");
  });

  it("refuses figures of the wrong type in run.json", () => {
    const { folder, run } = written();
    writeFileSync(join(folder, "run.json"), JSON.stringify({ ...run, rounds: "five" }));
    expect(() => readRun(folder)).toThrow(/rounds/);
  });
});
