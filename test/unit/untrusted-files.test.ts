/** Files beside a run that are read: what is not as it should be is none. */
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readTimings } from "../../bench/campaign/timings.ts";
import { say } from "../../bench/messages.ts";
import { costs } from "../../bench/methods/costs.ts";
import { writeRun } from "../../bench/store.ts";
import { parseJson, UnfitFile } from "../../bench/untrusted.ts";
import { textOf } from "../../reports/text/message.ts";
import { tryRun } from "../../runners/host/process.ts";
import { isWhole, readManifest } from "../../runners/images/cache.ts";
import { readConfig } from "../../scripts/read-config.ts";
import { writeReports } from "../../scripts/write-reports.ts";
import { madeRun, ready } from "../made-runs.ts";
import { temporaryFolder } from "../support.ts";

/** Puts something there that is no file, or none of a size that is read. */
const OBSTACLES: readonly [string, (path: string) => unknown][] = [
  ["a folder", (path) => mkdirSync(path)],
  ["a FIFO", (path) => tryRun(["mkfifo", path])],
  ["a device", (path) => symlinkSync("/dev/zero", path)],
  [
    "of 3 GiB",
    (path) => {
      writeFileSync(path, "");
      truncateSync(path, 3 * 2 ** 30);
    },
  ],
];

describe("the timings of earlier runs", () => {
  it.each([
    ["null"],
    ["[]"],
    ['{"a":"b"}'],
    ['{"a":-1}'],
    ['{"a":1e999}'],
    ['{"__proto__":{"a":1}}'],
    ["\u0000"],
  ])("are none if they are %j", (text) => {
    const home = temporaryFolder();
    vi.stubEnv("XDG_CACHE_HOME", home);
    mkdirSync(join(home, "isotax"));
    writeFileSync(join(home, "isotax/timings.json"), text);
    expect(readTimings()).toEqual({});
    writeFileSync(join(home, "isotax/timings.json"), '{"quick/crun":1.5}');
    expect(readTimings()).toEqual({ "quick/crun": 1.5 });
    vi.unstubAllEnvs();
  });
});

describe("a configuration", () => {
  it.each(OBSTACLES)("that is %s is refused", async (_what, make) => {
    for (const name of ["isotax.config.json", "isotax.config.ts"]) {
      const path = join(temporaryFolder(), name);
      await make(path);
      await expect(readConfig(path)).rejects.toMatchObject({ code: "BAD_CONFIG" });
    }
  });

  it("that sets a prototype is refused", async () => {
    const path = join(temporaryFolder(), "c.json");
    writeFileSync(path, '{"gate":{"margins":{"__proto__":"5%"}}}');
    await expect(readConfig(path)).rejects.toMatchObject({ code: "BAD_CONFIG" });
  });
});

describe("a cached folder's manifest", () => {
  const hash = "0".repeat(64);

  it.each([
    ["null"],
    ["{}"],
    ['{"sha256":null}'],
    [`{"sha256":{"../../etc/passwd":"${hash}"}}`],
    [`{"sha256":{"/etc/passwd":"${hash}"}}`],
    ['{"sha256":{"a":"b"}}'],
    [`{"sha256":{"a":"${hash}"},"__proto__":{}}`],
  ])("is none if it is %s", (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "manifest.json"), text);
    expect(readManifest(folder)).toBeUndefined();
  });

  it.each(OBSTACLES)("is none, nor a file of it whole, that is %s", async (what, make) => {
    const folder = temporaryFolder();
    await make(join(folder, "manifest.json"));
    expect(readManifest(folder)).toBeUndefined();
    if (what === "of 3 GiB") return;
    await make(join(folder, "a"));
    expect(isWhole(folder, { sha256: { a: hash } })).toBe(false);
  });
});

describe("a verdict beside a run", () => {
  it.each(OBSTACLES)("that is %s is none", async (_what, make) => {
    const folder = join(temporaryFolder(), "run");
    const { run, records } = madeRun(1, ["native"], [ready(1)]);
    writeRun(folder, run, records);
    await make(join(folder, "gate.json"));
    expect((await writeReports(folder)).judgement).toBeUndefined();
    rmSync(join(folder, "gate.json"), { recursive: true });
  });
});

describe("JSON", () => {
  it("is quoted without what would move a cursor", () => {
    expect(() => parseJson("\u001b[2J{")).toThrow(/\ufffd\[2J/);
  });

  it("is quoted so within other messages and lists as well", () => {
    const inner = say("runs.issues", { shown: "\u001b[1m", more: 1 });
    const { what, message } = new UnfitFile(
      say("leftovers.several", { problems: ["a\tb", inner] }),
    );
    expect(message).toBe("a\ufffdb; \ufffd[1m\n✖ and 1 more");
    expect(textOf(what)).toBe(message);
  });

  it("may be as deep as it likes", () => {
    const deep = `${"[".repeat(50_000)}"__proto__"${"]".repeat(50_000)}`;
    expect(() => parseJson(deep)).not.toThrow(/__proto__/);
  });
});

describe("CPU time", () => {
  it("is not negative, though a counter went back", () => {
    const time = (usageNs: number) => ({ usageNs, userNs: 0, systemNs: 0 });
    expect(costs("", 1, time(5), time(3))).toEqual([]);
    expect(costs("", 1, time(3), time(5))).toHaveLength(1);
  });
});
