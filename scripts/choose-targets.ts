/** What `--targets` means: ids, ids with a parameter, and words that stand for several. */
import { IsotaxError } from "../bench/errors.ts";
import { own } from "../bench/lookup.ts";
import { say } from "../bench/messages.ts";
import { nearTo } from "../bench/names.ts";
import { isName } from "../bench/schema.ts";
import type { Message } from "../bench/types.ts";
import type { Recipe } from "../runners/instance/recipe.ts";
import { findRecipe, findRecipes, loadRecipes, loadVariants } from "../runners/registry.ts";

/** Words that stand for several targets. */
const GROUPS: Readonly<Record<string, (recipe: Recipe) => boolean>> = {
  main: ({ main }) => main === true,
  all: () => true,
  primitives: ({ kind }) => kind === "primitive",
  runtimes: ({ kind }) => kind === "runtime",
  engines: ({ kind }) => kind === "engine",
  vms: ({ kind }) => kind === "vm",
};

/** Whether a word stands for several targets. */
export function isGroup(word: string): boolean {
  return own(GROUPS, word) !== undefined;
}

/** Names and groups, without those that take a parameter. */
export async function targetWords(): Promise<readonly string[]> {
  return [...Object.keys(GROUPS), ...(await loadRecipes()).map(({ id }) => id)];
}

/** The chosen ids, from the lowest rung to the highest. Without a list they are those of `main`. */
export async function chooseTargets(
  list: string | readonly string[] = "main",
): Promise<readonly string[]> {
  const words = (typeof list === "string" ? list.split(",") : list)
    .map((word) => word.trim())
    .filter((word) => word !== "");
  if (words.length === 0) {
    throw new IsotaxError("NO_TARGET", say("choices.no-target"), await knownTargets());
  }
  const ids: string[] = [];
  for (const word of words) {
    const group = own(GROUPS, word);
    if (group !== undefined) ids.push(...(await loadRecipes()).filter(group).map(({ id }) => id));
    else ids.push((await wanted(word)).id);
  }
  return (await findRecipes(ids)).map(({ id }) => id);
}

/** The id of one target. Errors: `IsotaxError` for an unknown name. */
export async function wantedTarget(word: string): Promise<string> {
  return (await wanted(word)).id;
}

async function wanted(word: string): Promise<Recipe> {
  const recipe = await findRecipe(word);
  // A run folder with this name in it could not be read.
  if (recipe !== undefined && !isName(word)) {
    throw new IsotaxError(
      "UNKNOWN_TARGET",
      say("choices.no-name-of-target", { target: word.slice(0, 100) }),
      say("choices.name-a-script"),
    );
  }
  if (recipe !== undefined) return recipe;
  const names = [...(await loadRecipes()).map(({ id }) => id), ...Object.keys(GROUPS)];
  throw new IsotaxError(
    "UNKNOWN_TARGET",
    say("choices.unknown-target", { target: word, near: nearTo(word, names) }),
    await knownTargets(),
  );
}

async function knownTargets(): Promise<Message> {
  const targets = (await loadRecipes()).map(({ id }) => id);
  const shown = [...(await loadVariants())].filter(([, { hidden }]) => hidden !== true);
  const variants = shown.map(([name, { parameter, known }]) =>
    say("choices.variant", { name, parameter, known }),
  );
  return say("choices.known-targets", { targets, variants, groups: Object.keys(GROUPS) });
}
