/**
 * Finds the targets. Every file in targets/ exports a `recipe` whose id is the file's name, or
 * `variants` that are chosen as `NAME:PARAMETER`, or both.
 */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../bench/built.ts";
import type { Message, Target } from "../bench/types.ts";
import type { RunContext } from "./context.ts";
import { madeTargetOf } from "./instance/described.ts";
import type { Recipe } from "./instance/recipe.ts";
import { parseHandicap } from "./launch/handicap-name.ts";

/** Targets of one file that differ by a parameter, e.g. `oci:youki` or `docker:none`. */
export interface Variants {
  /** What help texts show after the colon, e.g. "RUNTIME". */
  readonly parameter: string;
  readonly about: Message;
  /** The parameters that help texts name; others may work too. */
  readonly known: readonly string[];
  /** Whether lists leave it out: only readers of its page need it. */
  readonly hidden?: boolean;
  /** Whether a parameter is safe: it names no program and no file of the user. */
  isOurs?(parameter: string): boolean;
  /**
   * The target for this parameter; undefined if the parameter is not valid. Without a parameter it
   * is empty.
   */
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

/** Loads only the file of this name: the other files and their imports take time to load. */
async function findFile(name: string): Promise<TargetFile | undefined> {
  const file = filesInFolder().find((one) => parse(one).name === name);
  return file === undefined ? undefined : loadFile(file);
}

function fromBottom(recipes: readonly Recipe[]): readonly Recipe[] {
  return [...recipes].sort((a, b) => a.rung - b.rung || (a.id < b.id ? -1 : 1));
}

/** The targets that need no parameter, from the lowest rung of the ladder to the highest. */
export async function loadRecipes(): Promise<readonly Recipe[]> {
  const files = [...(await loadFiles()).values()];
  return fromBottom(files.flatMap(({ recipe }) => (recipe === undefined ? [] : [recipe])));
}

/** The variants of every file, by the name before the colon. */
export async function loadVariants(): Promise<ReadonlyMap<string, Variants>> {
  const found = new Map<string, Variants>();
  for (const [name, { variants }] of await loadFiles()) {
    if (variants !== undefined) found.set(name, variants);
  }
  return found;
}

/** `ID#LABEL`: the same target again, under its own name. */
const LABELLED = /^(.+)#([\w-]+)$/;
/** `ID+HANDICAP`: the target with a known slowdown. */
const SLOWED = /^(.+)\+([a-z]+(?:=[\w.%µ]+)?)$/;

/**
 * The target for an id, with or without a parameter; undefined if there is none. A handicap may
 * follow, and then a label, with which a run can measure the same target twice.
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
 * Whether an id has only names that are known here. Any other id names a program of the user. A
 * caller that reads ids from a file must ask the user before that program is executed.
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

/** Loads targets that are ready to be used: those of the ids, or all that need no parameter. */
export async function loadTargets(
  context: RunContext,
  ids?: readonly string[],
): Promise<readonly Target[]> {
  const recipes = ids === undefined ? await loadRecipes() : await findRecipes(ids);
  const { targetOf } = await import("./instance/target.ts");
  const { loadBuilders, loadFormats } = await import("./delivery/found.ts");
  const [builders, formats] = await Promise.all([loadBuilders(), loadFormats()]);
  return Promise.all(
    recipes.map(async (recipe) => {
      const own = formats.filter(({ target }) => target === recipe.id);
      return targetOf(recipe, context, await rungsBelow(recipe), own, builders.get(recipe.id));
    }),
  );
}

/**
 * Loads the made-up targets of these ids, which need nothing from the machine. Undefined if there
 * are none, or if one of the ids must be measured.
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
