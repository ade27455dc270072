/**
 * Finds the targets: every file in targets/ exports a `recipe` whose id is the
 * file's name, or `variants` of it that are chosen as `NAME:PARAMETER`, or both.
 */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../bench/built.ts";
import type { Target } from "../bench/types.ts";
import type { RunContext } from "./context.ts";
import { madeTargetOf } from "./instance/described.ts";
import type { Recipe } from "./instance/recipe.ts";
import { parseHandicap } from "./launch/handicap-name.ts";

/** Targets of one file that differ by a parameter, e.g. `oci:youki` or `docker:none`. */
export interface Variants {
  /** What stands after the colon, for help texts, e.g. "RUNTIME". */
  readonly parameter: string;
  readonly about: string;
  /** Parameters worth naming; others may work as well. */
  readonly known: readonly string[];
  /** Left out of lists: it is chosen by those who have read of it. */
  readonly hidden?: boolean;
  /** Whether a parameter names nothing of the user's, such as a program or a file. */
  isOurs?(parameter: string): boolean;
  /** The target of this parameter, or undefined if there can be none. Without one it is empty. */
  of(parameter: string): Recipe | undefined;
}

interface TargetFile {
  readonly recipe?: Recipe;
  readonly variants?: Variants;
}

const FOLDER = new URL("./targets/", import.meta.url);

async function loadFiles(): Promise<ReadonlyMap<string, TargetFile>> {
  const files = new Map<string, TargetFile>();
  for (const file of filesInFolder()) files.set(parse(file).name, await loadFile(file));
  return files;
}

function filesInFolder(): readonly string[] {
  return readdirSync(FOLDER).filter(isModule);
}

async function loadFile(file: string): Promise<TargetFile> {
  const exported = (await import(new URL(file, FOLDER).href)) as TargetFile;
  if (exported.recipe === undefined && exported.variants === undefined) {
    throw new Error(`runners/targets/${file} exports neither a recipe nor variants`);
  }
  if (exported.recipe !== undefined && exported.recipe.id !== parse(file).name) {
    throw new Error(`runners/targets/${file} exports the recipe "${exported.recipe.id}"`);
  }
  return exported;
}

/** The file of this name alone: the others, and what they drive, take time to load. */
async function findFile(name: string): Promise<TargetFile | undefined> {
  const file = filesInFolder().find((one) => parse(one).name === name);
  return file === undefined ? undefined : loadFile(file);
}

function fromBottom(recipes: readonly Recipe[]): readonly Recipe[] {
  return [...recipes].sort((a, b) => a.rung - b.rung || (a.id < b.id ? -1 : 1));
}

/** The targets without parameter, from the lowest rung of the ladder to the highest. */
export async function loadRecipes(): Promise<readonly Recipe[]> {
  const files = [...(await loadFiles()).values()];
  return fromBottom(files.flatMap(({ recipe }) => (recipe === undefined ? [] : [recipe])));
}

/** Every file's variants, by the name that stands before the colon. */
export async function loadVariants(): Promise<ReadonlyMap<string, Variants>> {
  const found = new Map<string, Variants>();
  for (const [name, { variants }] of await loadFiles()) {
    if (variants !== undefined) found.set(name, variants);
  }
  return found;
}

/** `ID#LABEL`: the target once more, under a name of its own. */
const LABELLED = /^(.+)#([\w-]+)$/;
/** `ID+HANDICAP`: the target with a known slowdown. */
const SLOWED = /^(.+)\+([a-z]+(?:=[\w.%µ]+)?)$/;

/**
 * The target of an id, with or without parameter; undefined if there is none. After it may stand a
 * handicap, and a label by which the same target can be measured twice in a run.
 */
export async function findRecipe(id: string): Promise<Recipe | undefined> {
  const [, labelled, label] = LABELLED.exec(id) ?? [];
  if (labelled !== undefined) {
    const recipe = await findRecipe(labelled);
    return recipe && { ...recipe, id, title: `${recipe.title} (${label})` };
  }
  const [, fast, text = ""] = SLOWED.exec(id) ?? [];
  const handicap = parseHandicap(text);
  if (fast !== undefined && handicap !== undefined) {
    const recipe = await findRecipe(fast);
    if (recipe === undefined) return undefined;
    const { handicapped } = await import("./launch/handicap.ts");
    return handicapped(recipe, handicap, text);
  }
  const [name = "", ...rest] = id.split(":");
  const file = await findFile(name);
  if (rest.length === 0 && file?.recipe !== undefined) return file.recipe;
  return file?.variants?.of(rest.join(":"));
}

/**
 * Whether an id consists of names that are known here. Any other names a program of the user's: who
 * takes an id from a file asks before it is executed.
 */
export async function isKnownTarget(id: string): Promise<boolean> {
  const [, labelled] = LABELLED.exec(id) ?? [];
  if (labelled !== undefined) return isKnownTarget(labelled);
  const [, fast, text = ""] = SLOWED.exec(id) ?? [];
  if (fast !== undefined && parseHandicap(text) !== undefined) return isKnownTarget(fast);
  const [name = "", ...rest] = id.split(":");
  const file = await findFile(name);
  if (rest.length === 0 && file?.recipe !== undefined) return true;
  const parameter = rest.join(":");
  const { known = [], isOurs } = file?.variants ?? {};
  return known.includes(parameter) || isOurs?.(parameter) === true;
}

/** The targets of these ids, from the lowest rung to the highest. Unknown ids are left out. */
export async function findRecipes(ids: readonly string[]): Promise<readonly Recipe[]> {
  const found = await Promise.all([...new Set(ids)].map(findRecipe));
  return fromBottom(found.filter((recipe) => recipe !== undefined));
}

/** Targets, ready to be driven; all that need no parameter unless ids are given. */
export async function loadTargets(
  context: RunContext,
  ids?: readonly string[],
): Promise<readonly Target[]> {
  const recipes = ids === undefined ? await loadRecipes() : await findRecipes(ids);
  const { targetOf } = await import("./instance/target.ts");
  return Promise.all(
    recipes.map(async (recipe) => targetOf(recipe, context, await rungsBelow(recipe))),
  );
}

/**
 * Made-up targets of these ids, which need nothing of the machine. Undefined if there are none, or if
 * one of them has to be measured.
 */
export async function loadMadeTargets(
  ids: readonly string[],
): Promise<readonly Target[] | undefined> {
  const recipes = await findRecipes(ids);
  const targets = recipes.map(madeTargetOf).filter((target) => target !== undefined);
  return targets.length > 0 && targets.length === recipes.length ? targets : undefined;
}

async function rungsBelow({ id, below }: Recipe): Promise<readonly string[]> {
  if (below === undefined) return [];
  const recipe = await findRecipe(below);
  if (recipe === undefined) throw new Error(`${id} stands above ${below}, which is no target`);
  return [below, ...(await rungsBelow(recipe))];
}
