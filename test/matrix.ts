/** The matrix of targets and workloads, and the cells of it that a slice runs. */
import type { Experiment } from "../bench/types.ts";
import type { Recipe } from "../runners/instance/recipe.ts";
import { casesOf, type Slice } from "./slice.ts";
import { NOT_IN_CI } from "./support.ts";

function isAble({ lacks = {} }: Recipe, { needs }: Experiment): boolean {
  return needs.every((need) => !(need in lacks));
}

/**
 * Ids of the workloads that each target runs in a slice. Each workload runs in one target at the
 * least. All slices together run each workload in each target that lacks nothing it needs.
 */
export function cellsOf(
  slice: Slice,
  recipes: readonly Recipe[],
  workloads: readonly Experiment[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const cells = new Map(recipes.map(({ id }) => [id, new Set<string>()]));
  for (const [offset, column] of workloads.entries()) {
    const able = recipes.filter((recipe) => isAble(recipe, column));
    // A target that may be missing takes no other's turn: its workloads would run nowhere.
    const [present, perhaps] = [
      able.filter(({ id }) => !(id in NOT_IN_CI)),
      able.filter(({ id }) => id in NOT_IN_CI),
    ];
    for (const some of [present, perhaps]) {
      for (const { id } of casesOf(slice, some, offset)) cells.get(id)?.add(column.id);
    }
  }
  return cells;
}
