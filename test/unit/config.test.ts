/** Configurations: what is read, and that every mistake points at its key. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { IsotaxError } from "../../bench/errors.ts";
import { textOf } from "../../reports/text/message.ts";
import { type Config, defineConfig } from "../../scripts/config.ts";
import { chooseRun, type RunFlags } from "../../scripts/options.ts";
import { parsedShare, readConfig, rulesOf } from "../../scripts/read-config.ts";
import { ROOT, temporaryFolder } from "../support.ts";

function fileOf(name: string, text: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

const json = (document: unknown) => fileOf("isotax.config.json", JSON.stringify(document));

async function refusal(file: string): Promise<IsotaxError> {
  const error = await readConfig(file).catch((thrown: unknown) => thrown);
  if (error instanceof IsotaxError) return error;
  throw new Error(`it was read: ${JSON.stringify(error)}`);
}

const FULL: Config = {
  ...{ profile: "quick", targets: ["native", "crun"], workloads: ["start.exec"], rounds: 20 },
  ...{ precision: "2%", budget: "10m", cpus: 2, memory: 1024 },
  gate: {
    ...{ base: "oci:./base/crun", head: "oci:./head/crun", workloads: ["start.exec"] },
    ...{ profile: "standard", rounds: 100, budget: "90s", margin: 0.03, inconclusive: "fail" },
    margins: {
      "start.exec/ready": "2%",
      "disk.fio/*": { relative: 0.1, absolute: "50us" },
      "cpu.sysbench/*": { absolute: 12 },
      "memory.*": "ignore",
    },
  },
};

describe("a configuration", () => {
  it("is read from JSON", async () => {
    expect(await readConfig(json({ $schema: "./config.schema.json", ...FULL }))).toEqual({
      $schema: "./config.schema.json",
      ...FULL,
    });
    expect(await readConfig(json({}))).toEqual({});
  });

  it.each(["ts", "mts", "mjs"])("is read from a module, .%s", async (extension) => {
    const module = pathToFileURL(join(ROOT, "scripts/config.ts")).href;
    const typed = extension === "mjs" ? "" : "const rounds: number = 7;\n";
    const file = fileOf(
      `isotax.config.${extension}`,
      `import { defineConfig } from ${JSON.stringify(module)};\n${typed}` +
        `export default defineConfig({ rounds: ${typed === "" ? "7" : "rounds"}, gate: { margin: "2%" } });\n`,
    );
    expect(await readConfig(file)).toEqual({ rounds: 7, gate: { margin: "2%" } });
  });

  it("says what it means: shares, and margins as rules in their order", () => {
    expect(defineConfig(FULL)).toBe(FULL);
    expect([parsedShare("2%"), parsedShare(0.03), parsedShare(undefined)]).toEqual([
      0.02,
      0.03,
      undefined,
    ]);
    expect(rulesOf(FULL.gate ?? {})).toEqual([
      { cells: "start.exec/ready", relative: 0.02 },
      { cells: "disk.fio/*", relative: 0.1, absolute: 50_000, unit: "ns" },
      { cells: "cpu.sysbench/*", relative: undefined, absolute: 12 },
      { cells: "memory.*", gated: false },
    ]);
    expect(rulesOf({})).toEqual([]);
  });
});

describe("a mistake in a configuration", () => {
  const mistakes: readonly (readonly [document: unknown, line: string | RegExp])[] = [
    [{ profil: "quick" }, 'profil: unknown key; did you mean "profile"?'],
    [{ xyzzy: 1 }, /^xyzzy: unknown key$/],
    [{ gate: { margn: "5%" } }, 'gate.margn: unknown key; did you mean "margin"?'],
    [{ gate: { target: "crun" } }, /^gate\.target: unknown key/],
    [
      { gate: { margins: { "disk.fio/*": { relativ: "5%" } } } },
      'gate.margins.disk.fio/*.relativ: unknown key; did you mean "relative"?',
    ],
    [{ rounds: "five" }, /^rounds: .*expected (number|int), received string/],
    [{ rounds: 1.5 }, /^rounds: .*int/],
    [{ rounds: 0 }, /^rounds: .*1/],
    [{ targets: "native" }, /^targets: .*expected array, received string/],
    [{ targets: [] }, /^targets: .*1/],
    [{ targets: ["native", ""] }, /^targets\.1: /],
    [{ workloads: [] }, /^workloads: /],
    [{ profile: "slow" }, /^profile: .*"smoke"/],
    [{ memory: 64 }, /^memory: .*256/],
    [{ budget: "10 minutes" }, 'budget: expected a time, such as "90s" or "10m"'],
    [{ budget: 600 }, /^budget: .*received number/],
    [{ budget: "0s" }, /^budget: expected a time/],
    [{ precision: "2 percent" }, 'precision: expected a share, such as "5%"'],
    [{ gate: { margin: "a lot" } }, 'gate.margin: expected a share, such as "5%"'],
    [{ gate: { margin: "5000%" } }, 'gate.margin: expected a share, such as "5%"'],
    [{ gate: { margin: -0.1 } }, /^gate\.margin: /],
    // Meant as a percentage.
    [{ gate: { margin: 5 } }, /^gate\.margin: /],
    [{ gate: { margin: true } }, /^gate\.margin: .*received boolean/],
    [{ gate: { budget: "soon" } }, /^gate\.budget: expected a time/],
    [{ gate: { inconclusive: "maybe" } }, /^gate\.inconclusive: .*"pass"/],
    [
      { gate: { margins: { "a/*": "ignored" } } },
      'gate.margins.a/*: expected a share, such as "5%", or "ignore"',
    ],
    [
      { gate: { margin: 3 } },
      'gate.margin: a number of 1 or more is no share; for a percentage write "3%"',
    ],
    [{ gate: { margins: { "a/*": null } } }, /^gate\.margins\.a\/\*: .*received null/],
    [
      { gate: { margins: { "a/*": { absolute: "50 parsecs" } } } },
      'gate.margins.a/*.absolute: expected an amount, such as "50us" or "4KiB"',
    ],
    [{ gate: { margins: { "a/*": { relative: [] } } } }, /^gate\.margins\.a\/\*\.relative: /],
    [{ gate: [] }, /^gate: .*expected object, received array/],
    [[], /^\(the whole\): .*expected object/],
    [null, /^\(the whole\): .*expected object/],
  ];

  it.each(mistakes)("points at its key: %j", async (document, line) => {
    const file = json(document);
    const { code, message, remedy } = await refusal(file);
    expect(code).toBe("BAD_CONFIG");
    const [path, ...lines] = message.split("\n");
    expect(path).toBe(`${file}:`);
    expect(lines).toHaveLength(1);
    if (typeof line === "string") expect(lines[0]?.trim()).toBe(line);
    else expect(lines[0]?.trim()).toMatch(line);
    expect(textOf(remedy)).toContain("config.schema.json");
  });

  it("does not hide another", async () => {
    const { message } = await refusal(json({ profil: "quick", rounds: 0, gate: { margn: 1 } }));
    const keys = message
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(":")[0]);
    expect([...keys].sort()).toEqual(["gate.margn", "profil", "rounds"]);
  });

  it("may be the file itself", async () => {
    const missing = join(temporaryFolder(), "isotax.config.ts");
    const absent = await refusal(missing);
    expect(absent).toMatchObject({ code: "NO_CONFIG", message: `${missing} does not exist` });
    expect(textOf(absent.remedy)).toContain("isotax.config.ts");
    const folder = join(temporaryFolder(), "isotax.config.json");
    mkdirSync(folder);
    for (const [file, said] of [
      [fileOf("isotax.config.json", "{ rounds: 5 }"), "cannot be read: "],
      [fileOf("isotax.config.json", ""), "cannot be read: "],
      [folder, "cannot be read: "],
      [fileOf("isotax.config.mjs", "export default {"), "cannot be read: "],
      [fileOf("isotax.config.ts", "throw new Error('no network');"), "cannot be read: no network"],
      [fileOf("isotax.config.ts", 'import "./gone.ts"; export default {};'), "cannot be read: "],
      [fileOf("isotax.config.ts", "export const config = { rounds: 5 };"), "has no default export"],
    ] as const) {
      const { code, message, remedy } = await refusal(file);
      expect(code).toBe("BAD_CONFIG");
      expect(message).toContain(`${file} ${said}`);
      expect(textOf(remedy)).toContain("default");
    }
  });
});

describe("a run's flags and its configuration", () => {
  const asked = { install: false, open: false, json: false };

  it("are put together; flags go first", async () => {
    const config = json(FULL);
    const plain = await chooseRun({ ...asked, config });
    expect(plain).toMatchObject({
      ...{ profile: "quick", targets: ["native", "crun"], cpus: 2, memoryMiB: 1024, rounds: 20 },
      adaptive: { precision: 0.02, budgetMs: 600_000 },
    });
    expect(plain.workloads.map(({ id }) => id)).toEqual(["start.exec"]);
    const flags: Partial<RunFlags> = {
      ...{ targets: "native", workloads: "cpu.sysbench", rounds: 40, profile: "smoke" as const },
      ...{ precision: 0.1, budget: 5000, cpus: 1, memory: 512 },
    };
    const changed = await chooseRun({ ...asked, config, ...flags });
    expect(changed).toMatchObject({
      ...{ profile: "smoke", targets: ["native"], cpus: 1, memoryMiB: 512, rounds: 40 },
      adaptive: { precision: 0.1, budgetMs: 5000 },
    });
    expect(changed.workloads.map(({ id }) => id)).toEqual(["cpu.sysbench"]);
    expect(changed.gate).toBeUndefined();
  });

  it("ask for no precision that there cannot be", async () => {
    for (const precision of [0, "0%"] as const) {
      const config = json({ precision, targets: ["native"] });
      await expect(chooseRun({ ...asked, config })).rejects.toBeInstanceOf(IsotaxError);
    }
  });
});
