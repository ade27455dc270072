/** What `npm run new` makes: a file that compiles, under a name that is free. */
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRecipes } from "../../runners/registry.ts";
import { type SkeletonKind, skeletonOf } from "../../scripts/skeleton.ts";
import { ROOT, temporaryFolder } from "../support.ts";

const FOLDERS: Readonly<Record<SkeletonKind, string>> = {
  target: "runners/targets",
  workload: "bench/experiments",
};

/** The text, with imports that hold wherever it lies. */
function movable(text: string, folder: string): string {
  return text
    .replaceAll('from "../../', `from "${ROOT}/`)
    .replaceAll('from "../', `from "${join(ROOT, folder, "..")}/`);
}

describe("a new target or workload", () => {
  it("is one file that compiles, and has nothing left to fill in but its TODOs", async () => {
    const folder = temporaryFolder();
    const made = [
      { kind: "target", name: "my-toy" },
      { kind: "workload", name: "cpu.my-toy" },
    ] as const;
    const files: string[] = [];
    for (const { kind, name } of made) {
      const { file, text } = await skeletonOf(kind, name);
      expect(file).toBe(join(ROOT, FOLDERS[kind], `${name}.ts`));
      expect(existsSync(file)).toBe(false);
      expect(text).toContain(`id: "${name}"`);
      expect(text).not.toMatch(/@[A-Z]+@/);
      const copy = join(folder, basename(file));
      writeFileSync(copy, movable(text, FOLDERS[kind]));
      files.push(copy);
    }
    const options = {
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: { noEmit: true, typeRoots: [join(ROOT, "node_modules/@types")] },
      include: [],
      files,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
    const tsc = [join(ROOT, "node_modules/.bin/tsc"), "-p", folder];
    const { stdout, status } = spawnSync(process.execPath, tsc, { cwd: ROOT, encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  }, 120_000);

  it("gets a place on the ladder that nobody has, above a target that there is", async () => {
    const { text } = await skeletonOf("target", "my-toy");
    const recipes = await loadRecipes();
    const rung = Number(/rung: (\d+)/.exec(text)?.[1]);
    expect(recipes.map((recipe) => recipe.rung)).not.toContain(rung);
    const below = /below: "(.+)"/.exec(text)?.[1];
    expect(recipes.map(({ id }) => id)).toContain(below);
  });

  it.each([
    ["target", "docker", "NAME_TAKEN"],
    ["target", "oci", "NAME_TAKEN"],
    ["target", "vms", "NAME_TAKEN"],
    ["target", "My_Toy", "BAD_NAME"],
    ["target", "../toy", "BAD_NAME"],
    ["target", "t".repeat(33), "BAD_NAME"],
    ["workload", "cpu.sysbench", "NAME_TAKEN"],
    ["workload", "toy", "BAD_NAME"],
    ["workload", "cpu.a/b", "BAD_NAME"],
  ] as const)("%s %s is refused: %s", async (kind, name, code) => {
    await expect(skeletonOf(kind, name)).rejects.toMatchObject({ code });
  });
});
