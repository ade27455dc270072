/**
 * Korean words for what brings English words along: everything that the sources know has some, or is
 * in the list of what waits for a translator. What is installed here does not matter.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { koreanWord } from "../../reports/text/ko/names.ts";
import { EXPERIMENTS } from "../../reports/text/ko/names-experiments.ts";
import { FACTS } from "../../reports/text/ko/names-facts.ts";
import { PHASES } from "../../reports/text/ko/names-phases.ts";
import { TARGETS, targetWords } from "../../reports/text/ko/names-targets.ts";
import { UNTRANSLATED } from "../../reports/text/ko/untranslated.ts";
import { findRecipe, loadRecipes, loadVariants } from "../../runners/registry.ts";
import { ROOT } from "../support.ts";

const HANGUL = /[\uac00-\ud7a3]/;
/** Whether they are installed or not. */
const RUNTIMES = ["youki", "runsc", "kata-runtime", "./some/path"];
/** For whoever adds something and does not write Korean. */
const HOW = "not translated: add it to reports/text/ko/untranslated.ts if you do not write Korean";

function sources(folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(join(ROOT, folder, name), "utf8")),
    )
    .join("\n");
}

/** Names of facts in the runs that are kept for reference. */
function factsMeasured(): readonly string[] {
  const folder = join(ROOT, "results/reference");
  const runs = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("run.json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  expect(runs.length).toBeGreaterThan(5);
  const names = runs.flatMap(({ host, targets }) => [
    ...Object.keys(host),
    ...targets.flatMap(({ facts = {} }) => Object.keys(facts)),
  ]);
  return [...new Set(names)];
}

describe("Korean words", () => {
  it("are there for every workload, and for no other", async () => {
    const ids = (await loadExperiments()).map(({ id }) => id);
    const told = [...Object.keys(EXPERIMENTS), ...UNTRANSLATED.workloads].sort();
    expect(told, HOW).toEqual([...ids].sort());
    for (const { title, shows, hides } of Object.values(EXPERIMENTS)) {
      for (const text of [shows, hides]) expect(text).toMatch(HANGUL);
      expect(title).not.toBe("");
    }
  });

  it("are there for every target, and for no other", async () => {
    const ids = (await loadRecipes()).map(({ id }) => id);
    const lacking = ids.filter((id) => targetWords(id) === undefined);
    expect(lacking.sort(), HOW).toEqual([...UNTRANSLATED.targets].sort());
    for (const id of Object.keys(TARGETS)) expect(await findRecipe(id), id).toBeDefined();
    const translated = ids.filter((id) => !lacking.includes(id));
    expect(translated.length).toBeGreaterThan(20);
    for (const id of translated) expect(koreanWord("adds", id, "x")).toMatch(HANGUL);
  });

  it("are there for every target with a parameter", async () => {
    for (const [name, variants] of await loadVariants()) {
      if (UNTRANSLATED.targets.includes(name)) continue;
      // It lists only what is installed.
      const all = new Set([...variants.known, ...(name === "oci" ? RUNTIMES : [])]);
      for (const parameter of all.size > 0 ? all : ["./some/path"]) {
        expect(koreanWord("adds", `${name}:${parameter}`, "x"), `${name}:${parameter}`).toMatch(
          HANGUL,
        );
      }
    }
  });

  it("are there for every phase", () => {
    const types = readFileSync(join(ROOT, "bench/types.ts"), "utf8");
    const names = /type PhaseName =([^;]+);/.exec(types)?.[1]?.match(/\w+/g) ?? [];
    expect(names).toContain("ready");
    const lacking = names.filter((name) => !Object.hasOwn(PHASES, name));
    expect([...new Set(lacking)].sort(), HOW).toEqual([...UNTRANSLATED.phases].sort());
  });

  it("are there for every fact of the reference runs", () => {
    const waiting = UNTRANSLATED.facts;
    expect(
      factsMeasured().filter((name) => !Object.hasOwn(FACTS, name) && !waiting.includes(name)),
      HOW,
    ).toEqual([]);
    expect(waiting.filter((name) => Object.hasOwn(FACTS, name))).toEqual([]);
  });

  it("are there for no fact that the sources do not know", () => {
    const all = sources(["bench", "runners"]);
    const unknown = [...Object.keys(FACTS), ...UNTRANSLATED.facts].filter(
      (name) => !all.includes(`"${name}"`) && !new RegExp(`\\b${name}\\b[,:]`).test(all),
    );
    expect(unknown).toEqual([]);
  });

  it("are English where no table has them, also for names that every object has", () => {
    for (const id of ["toString", "constructor", "__proto__", "of.others"]) {
      for (const kind of ["title", "adds", "shows", "hides", "fact", "phase"] as const) {
        expect(koreanWord(kind, id, "English")).toBe("English");
      }
    }
    expect(koreanWord("published", "start.exec", "a paper")).toBe("a paper");
  });
});
