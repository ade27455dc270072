/** What `isotax list` says of runs: looked at once, and again when a run has changed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeRun } from "../../bench/store.ts";
import { listCommand } from "../../scripts/commands/list.ts";
import { listedRuns } from "../../scripts/listed-runs.ts";
import { print, printJson } from "../../scripts/terminal.ts";
import { CRUN, made, NATIVE, starts, TCG, vm } from "../made-claims.ts";
import { noise } from "../made-runs.ts";
import { temporaryFolder } from "../support.ts";

vi.mock(import("../../scripts/terminal.ts"), async (original) => ({
  ...(await original()),
  print: vi.fn(async () => {}),
  printJson: vi.fn(async () => {}),
}));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.clearAllMocks();
});

/** A run whose containers start within a second, and the folder of what is kept. */
function runFolder() {
  const cache = temporaryFolder();
  vi.stubEnv("XDG_CACHE_HOME", cache);
  const parent = temporaryFolder();
  const folder = join(parent, "run");
  const { run, records } = made(
    14,
    [NATIVE, CRUN, vm(TCG)],
    [starts((_id, round) => 5 * noise(round, 0.01))],
  );
  writeRun(folder, run, records);
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  return { parent, folder, lines, kept: join(cache, "isotax/listed-runs.json") };
}

const claimsOf = (folder: string) => {
  const [one] = listedRuns([folder]);
  return one !== undefined && "claims" in one.found ? one.found.claims : one?.found;
};

describe("listed runs", () => {
  it("have the verdicts of what was measured, and are looked at once", () => {
    const { folder, kept } = runFolder();
    expect(claimsOf(folder)).toEqual({ C6: "holds", C9: "not-shown" });
    const store = readFileSync(kept, "utf8");
    // What is kept is what is said the next time.
    writeFileSync(kept, store.replace('"C6":"holds"', '"C6":"depends"'));
    expect(claimsOf(folder)).toMatchObject({ C6: "depends" });
  });

  it("are looked at again when the run has changed, and dropped when it is gone", () => {
    const { parent, folder, lines, kept } = runFolder();
    claimsOf(folder);
    writeFileSync(join(folder, "records.ndjson"), lines.slice(0, 3).join(""));
    expect(claimsOf(folder)).not.toHaveProperty("C6", "holds");
    writeFileSync(join(folder, "records.ndjson"), `${lines[0]}{"broken\n`);
    expect(claimsOf(folder)).toMatchObject({ code: "BROKEN_RECORD" });
    const other = join(parent, "other");
    mkdirSync(other);
    for (const [name, text] of [
      ["run.json", readFileSync(join(folder, "run.json"), "utf8")],
      ["records.ndjson", lines.join("")],
    ] as const) {
      writeFileSync(join(other, name), text);
    }
    rmSync(folder, { recursive: true });
    claimsOf(other);
    expect(Object.keys(JSON.parse(readFileSync(kept, "utf8")))).toEqual([other]);
  });

  it.each(["null", "[]", '{"/x":{}}', '{"__proto__":{"state":""}}', "\u0000"])(
    "are looked at anew where what was kept is %j",
    (text) => {
      const { folder, kept } = runFolder();
      mkdirSync(join(kept, ".."), { recursive: true });
      writeFileSync(kept, text);
      expect(claimsOf(folder)).toMatchObject({ C6: "holds" });
    },
  );

  it("need no place to keep anything", () => {
    const { folder, kept } = runFolder();
    vi.stubEnv("XDG_CACHE_HOME", "/proc/nowhere");
    expect(claimsOf(folder)).toMatchObject({ C6: "holds" });
    expect(existsSync(kept)).toBe(false);
  });

  it("stand in a table by their paths, and have all verdicts as JSON", async () => {
    const { parent, folder } = runFolder();
    await listCommand(parent, { json: false });
    // It is coloured where CI is set.
    const table = stripVTControlCharacters(vi.mocked(print).mock.calls.join(""));
    expect(table).toMatch(/ run .* created .* claims /);
    expect(table).toMatch(/ 2026-01-02 03:04 .* yes C6, not sure yet C9 /);
    await listCommand(parent, { json: true });
    expect(vi.mocked(printJson).mock.calls[0]?.[0]).toMatchObject([
      { folder, path: folder, status: "complete", claims: { C6: "holds", C9: "not-shown" } },
    ]);
  });
});
