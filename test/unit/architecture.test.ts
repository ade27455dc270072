import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { textOf } from "../../reports/text/message.ts";
import { loadRecipes, loadVariants } from "../../runners/registry.ts";
import { ROOT, temporaryFolder } from "../support.ts";

const FOLDERS = ["bench", "runners", "reports", "scripts", "test/self", "test/gate-evaluation"];

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

function imports(file: string): { own: string[]; packages: string[] } {
  const text = readFileSync(join(ROOT, file), "utf8");
  const names = [
    ...text.matchAll(/^(?:import|export)[^"';]*?["']([^"']+)["']/gm),
    ...text.matchAll(/\bimport\(["']([^"']+)["']\)/g),
  ].map((match) => match[1] as string);
  return {
    own: names
      .filter((name) => name.startsWith("."))
      .map((name) => relative(ROOT, resolve(ROOT, dirname(file), name))),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

describe("the architecture", () => {
  it("reads the sources it is about", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(imports("bench/campaign/execute.ts").own).toContain("bench/types.ts");
  });

  /** What runners know of bench: the vocabulary, errors, files and the hash; not how they are scheduled. */
  const OF_RUNNERS = [
    "types",
    "limits",
    "errors",
    "messages",
    "hash",
    "files",
    "places",
    "lookup",
    "built",
    "untrusted",
    "cpu-list",
    "limits",
  ].map((name) => `bench/${name}.ts`);
  /** The campaign's port, and what it takes to implement it. */
  const OF_MACHINE = ["bench/campaign/machine.ts", "bench/campaign/timings.ts", "bench/host.ts"];
  const MACHINES = ["runners/machine.ts", "runners/fake/machine.ts"];
  const OF_REPORTS = [
    "bench/types.ts",
    "bench/schema.ts",
    "bench/subjects.ts",
    "bench/built.ts",
    "bench/emulation.ts",
    "bench/messages.ts",
  ];

  function mayImport(file: string, target: string): boolean {
    switch (file.split("/")[0]) {
      case "bench":
        // The sentences give the codes their types. Nothing of them is there when it runs.
        if (file === "bench/messages.ts" && target === "reports/text/en.ts") return true;
        // Who measures does not know the campaign that it is a part of.
        if (target.startsWith("bench/campaign/")) return file.startsWith("bench/campaign/");
        return target.startsWith("bench/");
      case "runners":
        return (
          target.startsWith("runners/") ||
          target.startsWith("bench/payload") ||
          OF_RUNNERS.includes(target) ||
          (MACHINES.includes(file) && OF_MACHINE.includes(target))
        );
      case "reports":
        return /^(reports|bench\/(?:stats|claims))\//.test(target) || OF_REPORTS.includes(target);
      case "scripts":
        return !target.startsWith("test/");
      default:
        return true;
    }
  }

  it("has dependencies that point one way", () => {
    const wrong = sources.flatMap((file) =>
      imports(file)
        .own.filter((target) => !mayImport(file, target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("has this machine and one that is made up, of which the command line chooses in one place", () => {
    for (const machine of MACHINES) {
      const importing = sources.filter((file) => imports(file).own.includes(machine));
      expect(importing, machine).toEqual(["scripts/surroundings.ts"]);
    }
  });

  it("has a campaign that tells events, and neither prints nor knows argv", () => {
    const campaign = sources.filter((file) => file.startsWith("bench/campaign/"));
    expect(campaign.length).toBeGreaterThan(15);
    const talking = campaign.filter(
      (file) =>
        /\bprocess\.(?:stdout|stderr|argv|exit|exitCode|on)\b|\bconsole\b/.test(code(file)) ||
        imports(file).packages.some((name) => /picocolors|commander|cli-table3/.test(name)),
    );
    expect(talking).toEqual([]);
  });

  it("spawns processes in one module only", () => {
    const spawners = sources.filter((file) => {
      const { packages } = imports(file);
      const values = readFileSync(join(ROOT, file), "utf8").match(
        /^import (?!type)[^;]*from "(?:node:child_process|execa)"/m,
      );
      return packages.some((name) => /child_process|^execa$/.test(name)) && values !== null;
    });
    expect(spawners).toEqual(["runners/host/process.ts"]);
  });

  it("makes text for a shell in one place, which quotes what is put into it", () => {
    // `sh` does; a text without anything put into it takes what varies as words ($1).
    const putTogether = sources.filter((file) =>
      /"-c",\s*(?:`[^`]*\$\{|[\w.[\]]+\.join\()/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(putTogether).toEqual([]);
    const byHand = sources.filter((file) =>
      /echo[^\n]*'\$\{/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(byHand).toEqual([]);
  });

  it("touches argv, exit codes and the terminal in scripts only", () => {
    const touching = sources.filter((file) => {
      if (/^(?:scripts|test|bench\/payload)\//.test(file)) return false;
      // What stands in a string is code for inside, or a file's name.
      const text = readFileSync(join(ROOT, file), "utf8").replaceAll(
        /(["'`])(?:\\.|(?!\1).)*\1/g,
        '""',
      );
      return /\bprocess\.(argv|stdout|exit\b|exitCode)|\bconsole\./.test(text);
    });
    expect(touching).toEqual([]);
  });

  /** Lines of a source that do something; comments and strings, which are of other programs, left out. */
  function code(file: string): string {
    return readFileSync(join(ROOT, file), "utf8")
      .replaceAll(/(["'`])(?:\\.|(?!\1).)*\1/g, '""')
      .replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
  }

  it("prints in one module only", () => {
    const printing = sources.filter(
      (file) =>
        !file.startsWith("bench/payload/") && /\bprocess\.(?:stdout|stderr)\b/.test(code(file)),
    );
    expect(printing).toEqual(["scripts/open.ts", "scripts/terminal.ts"]);
  });

  it("makes folders and writes files in one module only", () => {
    const functions =
      /\b(?:mkdir|mkdtemp|writeFile|appendFile|copyFile|cp|symlink|link|truncate|createWriteStream)(?:Sync)?\(/;
    const writing = sources.filter(
      (file) => !file.startsWith("bench/payload/") && functions.test(code(file)),
    );
    expect(writing.filter((file) => !file.startsWith("runners/"))).toEqual(["bench/files.ts"]);
    // Runners write below folders that were made by it. Node's own recursion never ends below /proc.
    const recursive = sources.filter((file) => /\bmkdir(?:Sync)?\([^;]*recursive/.test(code(file)));
    expect(recursive).toEqual([]);
  });

  it("looks up what a user wrote in what a table itself has", () => {
    const careless = sources.filter((file) => /\b\w+ in [A-Z_]{3,}\b/.test(code(file)));
    expect(careless).toEqual([]);
  });

  /** How often a lint rule of ours refuses a source. */
  function refusals(rule: string, says: RegExp, text: string): number {
    const folder = temporaryFolder();
    const plugins = [join(ROOT, "test/lint", rule)];
    writeFileSync(join(folder, "biome.json"), JSON.stringify({ plugins }));
    writeFileSync(join(folder, "sample.tsx"), text);
    const biome = join(ROOT, "node_modules/.bin/biome");
    const { stdout, stderr } = spawnSync(biome, ["lint"], { cwd: folder, encoding: "utf8" });
    expect(stderr + stdout).toContain("Checked 2 files");
    return (stderr + stdout).match(says)?.length ?? 0;
  }

  it("refuses spreads of literals, and no others, in the folders that biome.json names", () => {
    const spreads = (text: string) =>
      refusals("no-literal-spread.grit", /This spreads a literal/g, text);
    expect(spreads('export const all = [...["a"], { ...{ b: 1 } }, Math.max(...[1])];\n')).toBe(3);
    const useful = "[...some, ...(some.length > 0 ? [1] : []), ...[1].map(String)]";
    expect(spreads(`export const all = (some: number[]) => ${useful};\n`)).toBe(0);
  });

  it("refuses sentences outside reports/text, and neither commands nor errors that are bugs", () => {
    const sentences = (text: string) => refusals("no-sentence.grit", /× A sentence/g, text);
    expect(sentences('export const said = "no daemon answers here";\n')).toBe(1);
    const put = ["$", "{id}"].join("");
    expect(sentences(`export const said = (id: string) => \`${put}: no daemon answers.\`;\n`)).toBe(
      1,
    );
    expect(sentences("export const shown = <p>All results</p>;\n")).toBe(1);
    const fine = [
      'export const command = "isotax run --resume here";',
      'export const bug = new Error("nothing removes a folder");',
      'export const recipe = { title: "a copy of the root filesystem", id: "no daemon" };',
      "export const shown = <p>{recipe.id} 12 ms</p>;",
    ];
    expect(sentences(`${fine.join("\n")}\n`)).toBe(0);
    expect(readFileSync(join(ROOT, "biome.json"), "utf8")).toContain("no-sentence.grit");
  });

  it("finds every target and workload by its file name, with no list to edit", async () => {
    const files = (folder: string) =>
      readdirSync(join(ROOT, folder)).map((name) => name.replace(/\.ts$/, ""));
    const recipes = await loadRecipes();
    const names = new Set([...recipes.map(({ id }) => id), ...(await loadVariants()).keys()]);
    expect([...names].sort()).toEqual(files("runners/targets").sort());
    const workloads = await loadExperiments();
    expect(workloads.map(({ id }) => id).sort()).toEqual(files("bench/experiments").sort());
    const rungs = recipes.map(({ rung }) => rung);
    expect(new Set(rungs).size).toBe(rungs.length);
    expect(recipes[0]?.id).toBe("native");
    for (const { id, below, requires } of recipes) {
      // What a rung adds, it adds to one that there is.
      if (id === "native") expect(below).toBeUndefined();
      else expect(recipes.map((recipe) => recipe.id)).toContain(below);
      for (const requirement of requires) expect(textOf(requirement.remedy)).not.toBe("");
    }
  });
});
