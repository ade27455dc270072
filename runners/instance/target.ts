/**
 * The common part of all targets. A target supplies a recipe. Everything else (stamps, the agent's
 * protocol, deadlines, failures, clean-up) is done here, in the same way for all.
 */
import type { Params, Target } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { Builder } from "../delivery/builder.ts";
import { delayProblem } from "../delivery/delay.ts";
import type { Format } from "../delivery/format.ts";
import { openWorkshop } from "../delivery/workshop.ts";
import { hostPaths } from "../images/paths.ts";
import { describedOf, madeTargetOf } from "./described.ts";
import type { Prepared, Recipe } from "./recipe.ts";
import { AgentSession, type SessionSurroundings } from "./session.ts";
import { coldStart } from "./start.ts";

/**
 * Makes a target from a recipe. `below`: the ids of the rungs below it, nearest first. `formats`:
 * those in which images are delivered to it. `builder`: what builds images for it, if anything does.
 */
export function targetOf(
  recipe: Recipe,
  context: RunContext,
  below: readonly string[] = [],
  formats: readonly Format[] = [],
  builder?: Builder,
): Target {
  const made = madeTargetOf(recipe);
  if (made !== undefined) return made;
  return {
    ...describedOf(
      recipe,
      below,
      formats.map(({ id }) => id),
    ),
    ...(builder === undefined ? {} : building(recipe, context, builder)),
    probe: (signal) => recipe.probe(context, signal),
    ahead: async (image, signal) => recipe.ahead?.(context, image, signal),
    shipped: (image) => recipe.shipped(context, image),
    ...(formats.length === 0 ? {} : delivering(recipe, context, formats)),
    open: async (spec, signal) => {
      const account = context.openAccount(recipe.id);
      const around: SessionSurroundings = {
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

function delivering(
  { id }: Recipe,
  context: RunContext,
  formats: readonly Format[],
): Pick<Target, "deliver" | "lackOf"> {
  const named = (name: Params[string] | undefined) => formats.find((one) => one.id === name);
  return {
    lackOf: async ({ format, rttMs }) =>
      named(format)?.probe?.() ?? (Number(rttMs) > 0 ? await delayProblem(context) : undefined),
    deliver: async (spec, on, signal) => {
      const format = named(spec.format);
      if (format === undefined) throw new Error(`${id} has no format ${spec.format}`);
      const { openDelivery } = await import("../delivery/delivery.ts");
      return openDelivery(context, format, { ...spec, ...on, signal });
    },
  };
}

function building(
  recipe: Recipe,
  context: RunContext,
  builder: Builder,
): Pick<Target, "builder" | "lacks" | "workshop"> {
  const lack = builder.probe();
  const { lacks } = describedOf(recipe, []);
  return {
    builder: builder.id,
    lacks: lack === undefined ? lacks : { ...lacks, builder: lack },
    workshop: (order, signal) => openWorkshop(builder, context, order, signal),
  };
}
