/**
 * What all targets share. A target supplies a recipe; everything else (stamping,
 * the agent's protocol, deadlines, failures, clean-up) happens here, the same
 * way for each.
 */
import type { Lack, Target, TargetIdentity } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { hostPaths } from "../images/paths.ts";
import type { Prepared, Recipe } from "./recipe.ts";
import { AgentSession, type Surroundings } from "./session.ts";
import { coldStart } from "./start.ts";

/** Makes a target of a recipe; `below`: the ids of the rungs below it, nearest first. */
export function targetOf(
  recipe: Recipe,
  context: RunContext,
  below: readonly string[] = [],
): Target {
  const made = madeTargetOf(recipe);
  if (made !== undefined) return made;
  return {
    ...describedOf(recipe, below),
    probe: (signal) => recipe.probe(context, signal),
    shipped: (image) => recipe.shipped(context, image),
    open: async (spec, signal) => {
      const account = context.openAccount(recipe.id);
      const around: Surroundings = {
        count: () => context.hostCpu(),
        takes: () => context.footprint(),
        usage: (own, options) => account && context.usage([...account.groups, ...own], options),
        left: async () => account?.remove(),
        outside: hostPaths(spec.image, "/nowhere"),
      };
      let prepared: Prepared;
      try {
        prepared = await recipe.prepare(context, { ...spec, account }, signal);
      } catch (error) {
        await account?.remove().catch(() => {});
        throw error;
      }
      return AgentSession.open(recipe, prepared, around, signal);
    },
    start: async (spec, command, signal) => {
      const fromMs = performance.now();
      const prepared = await recipe.prepare(context, spec, signal);
      return coldStart(recipe, prepared, command, signal, fromMs);
    },
  };
}

/** The target of a recipe that needs no machine; undefined for all others. */
export function madeTargetOf(recipe: Recipe): Target | undefined {
  const driver = recipe.made?.(recipe.id, []);
  return driver && { ...describedOf(recipe, []), ...driver };
}

function describedOf(
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
  };
}

function lacksOf({ title, lacks = {} }: Recipe): Target["lacks"] {
  const remedy = "choose other targets for it (--targets), or leave it out (--workloads)";
  const told = Object.entries(lacks).map(([need, why]): [string, Lack] => {
    return [need, { reason: `${title}: ${why}`, remedy }];
  });
  return Object.fromEntries(told);
}
