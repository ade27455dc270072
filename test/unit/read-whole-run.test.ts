/** Runs that are to be compared: whole ones, and what is told of others. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Emit } from "../../bench/campaign/events.ts";
import { readHistory, readWholeRun } from "../../bench/campaign/whole-run.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Run } from "../../bench/schema.ts";
import { writeRun } from "../../bench/store.ts";
import { textOf } from "../../reports/text/message.ts";
import { Progress } from "../../scripts/progress.ts";
import { teller } from "../../scripts/tell-campaign.ts";
import { madeRun, ready } from "../made-runs.ts";
import { temporaryFolder } from "../support.ts";

const { run: RUN, records: RECORDS } = madeRun(2, ["crun", "runc"], [ready(1)]);

/** A run's folder in `parent`. */
function written(over: Partial<Run> = {}, parent = temporaryFolder()): string {
  const run = { ...RUN, ...over };
  const folder = join(parent, run.runId);
  writeRun(folder, run, RECORDS);
  return folder;
}

function changeLines(
  folder: string,
  change: (lines: readonly string[]) => readonly string[],
): void {
  const file = join(folder, "records.ndjson");
  writeFileSync(file, change(readFileSync(file, "utf8").split("\n")).join("\n"));
}

function changeRun(folder: string, change: object): void {
  writeFileSync(join(folder, "run.json"), JSON.stringify({ ...RUN, ...change }));
}

function refusal(folder: string): IsotaxError {
  try {
    readWholeRun(folder, "baseline");
  } catch (error) {
    if (error instanceof IsotaxError) return error;
    throw error;
  }
  throw new Error("it was read");
}

/** A line in which a value is this text. */
const withValue = (text: string) => (lines: readonly string[]) =>
  lines.map((line, index) =>
    index === 1 ? line.replace(/"values":\[.*?\]/, `"values":[${text}]`) : line,
  );

type Spoil = (folder: string) => void;

const spoilt: readonly (readonly [what: string, spoil: Spoil, code: string, message: RegExp])[] = [
  [
    "whose last line is cut off",
    (folder) => appendFileSync(join(folder, "records.ndjson"), '{"target":"nat'),
    "TRUNCATED_RUN",
    /^the baseline, .*: the last line of records\.ndjson is cut off$/,
  ],
  [
    "that has a record twice",
    (folder) => changeLines(folder, ([first = "", ...others]) => [first, first, ...others]),
    "BROKEN_RECORD",
    /records\.ndjson, line 2: start\.exec on crun in round 1 is there twice$/,
  ],
  [
    "that was interrupted",
    (folder) => changeRun(folder, { status: "interrupted" }),
    "INCOMPLETE_RUN",
    /^the baseline, .*, is not complete: interrupted$/,
  ],
  [
    "that still runs",
    (folder) => changeRun(folder, { status: "running" }),
    "INCOMPLETE_RUN",
    /is not complete: running$/,
  ],
  [
    "of another schema",
    (folder) => changeRun(folder, { schema: 99 }),
    "OTHER_SCHEMA",
    /run\.json: schema version 99; this isotax reads 2$/,
  ],
  [
    "with a broken run.json",
    (folder) => writeFileSync(join(folder, "run.json"), "{"),
    "BROKEN_RUN",
    /run\.json: /,
  ],
  [
    "whose run.json has figures of the wrong type",
    (folder) => changeRun(folder, { rounds: null }),
    "BROKEN_RUN",
    /rounds/,
  ],
  [
    "with a broken line",
    (folder) => changeLines(folder, ([first = "", ...rest]) => [first, "{", ...rest]),
    "BROKEN_RECORD",
    /records\.ndjson, line 2: /,
  ],
  [
    "with an empty line",
    (folder) => changeLines(folder, (lines) => ["", ...lines]),
    "BROKEN_RECORD",
    /records\.ndjson, line 1: /,
  ],
  ...["null", "NaN", "1e999", '"5"', ""].map(
    (text) =>
      [
        `with a value that is none: [${text}]`,
        (folder: string) => changeLines(folder, withValue(text)),
        "BROKEN_RECORD",
        /records\.ndjson, line 2: /,
      ] as const,
  ),
  [
    "without records",
    (folder) => rmSync(join(folder, "records.ndjson")),
    "NOT_A_RUN",
    /is not a run folder: it has no records\.ndjson$/,
  ],
  [
    "without run.json",
    (folder) => rmSync(join(folder, "run.json")),
    "NOT_A_RUN",
    /is not a run folder: it has no run\.json$/,
  ],
];

describe("a run that is to be compared", () => {
  it("is read", () => {
    const { run, records, torn } = readWholeRun(written(), "baseline");
    expect({ run, records, torn }).toEqual({ run: RUN, records: RECORDS, torn: false });
  });

  it.each(spoilt)("is refused %s", (_, spoil, code, message) => {
    const folder = written();
    spoil(folder);
    const error = refusal(folder);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(textOf(error.remedy)).not.toBe("");
  });

  it("says how to go on with one that is not complete", () => {
    const folder = written({ status: "interrupted" });
    expect(textOf(refusal(folder).remedy)).toContain(`--resume ${folder}`);
  });

  it("is refused where there is none", () => {
    const parent = temporaryFolder();
    const file = join(parent, "file");
    writeFileSync(file, "");
    mkdirSync(join(parent, "empty"));
    for (const name of ["gone", "empty", "file"]) {
      expect(refusal(join(parent, name))).toMatchObject({
        ...{ code: "NOT_A_RUN", remedy: say("runs.name-a-run") },
      });
    }
  });
});

describe("the runs of a history", () => {
  function listening(): { emit: Emit; told: string[] } {
    const told: string[] = [];
    const stream = { isTTY: false, write: (text: string) => told.push(text) };
    return { emit: teller(new Progress(stream as unknown as NodeJS.WriteStream)), told };
  }

  it("come by their time, whatever their names are", () => {
    const parent = temporaryFolder();
    const times = { b: "2026-03-01", a: "2026-02-01", c: "2026-01-01" };
    for (const [runId, day] of Object.entries(times)) {
      written({ runId, createdAt: `${day}T00:00:00.000Z` }, parent);
    }
    const { emit, told } = listening();
    const ids = (except?: string) =>
      readHistory(parent, except, emit).runs.map(({ run }) => run.runId);
    expect(ids()).toEqual(["c", "a", "b"]);
    expect(ids(join(parent, "a"))).toEqual(["c", "b"]);
    expect(told).toEqual([]);
  });

  it("are those that can be read: the others are told and left out", () => {
    for (const [what, spoil, code] of spoilt) {
      const parent = temporaryFolder();
      spoil(written({ runId: "bad" }, parent));
      written({ runId: "good" }, parent);
      const { emit, told } = listening();
      const { runs, left } = readHistory(parent, undefined, emit);
      expect(
        runs.map(({ run }) => run.runId),
        what,
      ).toEqual(["good"]);
      // What has no run.json is no run, but any folder.
      const isFolder = code === "NOT_A_RUN" && what.includes("run.json");
      expect(told, what).toHaveLength(isFolder ? 0 : 1);
      expect(left).toHaveLength(told.length);
      if (left[0] !== undefined) expect(told[0]).toContain(textOf(left[0]));
      if (!isFolder) expect(told[0]).toContain("left out of the history: ");
    }
  });

  it("are not those of gates, whose sides took turns without native", () => {
    const parent = temporaryFolder();
    written({ runId: "gate", gate: { base: "crun", head: "runc", rules: [] } }, parent);
    written({ runId: "day" }, parent);
    const { emit, told } = listening();
    expect(readHistory(parent, undefined, emit).runs.map(({ run }) => run.runId)).toEqual(["day"]);
    expect(told).toEqual([]);
  });

  it("may be none, and must lie somewhere", () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "notes.txt"), "mine");
    mkdirSync(join(parent, "other"));
    const { emit, told } = listening();
    expect(readHistory(parent, undefined, emit).runs).toEqual([]);
    expect(told).toEqual([]);
    const refused = { gone: "does not exist", "notes.txt": "is a file" };
    for (const [name, problem] of Object.entries(refused)) {
      expect(() => readHistory(join(parent, name), undefined, emit)).toThrow(
        expect.objectContaining({
          ...{ name: "IsotaxError", code: "NO_HISTORY" },
          message: `${join(parent, name)} ${problem}`,
          remedy: say("campaign.name-history"),
        }),
      );
    }
  });
});
