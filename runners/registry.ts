/** Finds the targets: every file in targets/ exports a `recipe` whose id is the file's name. */
import { readdirSync } from "node:fs";
import { basename } from "node:path";
import type { Target } from "../bench/types.ts";
import type { RunContext } from "./context.ts";
import { type Recipe, targetOf } from "./instance.ts";

const FOLDER = new URL("./targets/", import.meta.url);

export async function loadRecipes(): Promise<readonly Recipe[]> {
  const recipes: Recipe[] = [];
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".ts"))) {
    const { recipe } = (await import(new URL(file, FOLDER).href)) as { recipe: Recipe };
    if (recipe.id !== basename(file, ".ts")) {
      throw new Error(`runners/targets/${file} exports the recipe "${recipe.id}"`);
    }
    recipes.push(recipe);
  }
  return recipes.sort((a, b) => a.rung - b.rung);
}

/** All targets, from the lowest rung of the ladder to the highest. */
export async function loadTargets(context: RunContext): Promise<readonly Target[]> {
  return (await loadRecipes()).map((recipe) => targetOf(recipe, context));
}
