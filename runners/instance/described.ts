/**
 * The description of a target, which needs no machine, and the targets that need no machine at all.
 */
import { say } from "../../bench/messages.ts";
import type { Lack, Target, TargetIdentity } from "../../bench/types.ts";
import type { Recipe } from "./recipe.ts";

/** The target of a recipe that needs no machine; undefined for all others. */
export function madeTargetOf(recipe: Recipe): Target | undefined {
  const driver = recipe.made?.(recipe.id, []);
  return driver && { ...describedOf(recipe, []), ...driver };
}

/** The description of a recipe's target. */
export function describedOf(
  recipe: Recipe,
  below: readonly string[],
): TargetIdentity & Pick<Target, "lacks"> {
  return {
    id: recipe.id,
    title: recipe.title,
    kind: recipe.kind,
    adds: recipe.adds,
    rung: recipe.rung,
    below,
    warm: recipe.warm === true,
    requires: recipe.requires,
    lacks: lacksOf(recipe),
    keeps: recipe.keeps ?? (recipe.kind === "vm" ? ["own-kernel"] : []),
    ...(recipe.timesCalls === true ? { timesCalls: true } : {}),
    ...(recipe.pieces === undefined || recipe.pieces.length === 0 ? {} : { pieces: recipe.pieces }),
  };
}

function lacksOf({ id, title, lacks = {} }: Recipe): Target["lacks"] {
  const remedy = say("instances.other-targets");
  const told = Object.entries(lacks).flatMap(([need, why]): [string, Lack][] => {
    if (why === undefined) return [];
    return [[need, { reason: say("instances.lacks", { target: id, title, why }), remedy }]];
  });
  return Object.fromEntries(told);
}
