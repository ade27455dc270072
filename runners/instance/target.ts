/**
 * The common part of all targets. A target supplies a recipe. Everything else (stamps, the agent's
 * protocol, deadlines, failures, clean-up) is done here, in the same way for all.
 */
import { say } from "../../bench/messages.ts";
import type { Target } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { hostPaths } from "../images/paths.ts";
import { cgroupRemedy } from "../kernel/cgroups.ts";
import { networkProblem } from "../network/lab.ts";
import { traceCalls, tracingProblem } from "../surface/tracer.ts";
import { StartCrowd } from "./crowd.ts";
import { describedOf, madeTargetOf } from "./described.ts";
import type { Prepared, Recipe } from "./recipe.ts";
import { AgentSession, type SessionSurroundings } from "./session.ts";
import { coldStart } from "./start.ts";

/** Makes a target from a recipe. `below`: the ids of the rungs below it, nearest first. */
export function targetOf(
  recipe: Recipe,
  context: RunContext,
  below: readonly string[] = [],
): Target {
  const made = madeTargetOf(recipe);
  if (made !== undefined) return made;
  const described = describedOf(recipe, below);
  return {
    ...described,
    lacks: { ...hostLacks(context), ...described.lacks },
    probe: (signal) => recipe.probe(context, signal),
    ahead: async (image, signal) => recipe.ahead?.(context, image, signal),
    shipped: (image) => recipe.shipped(context, image),
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
    crowd: (spec, signal) => new StartCrowd(recipe, context, spec, signal),
    start: async (spec, command, signal) => {
      const fromMs = performance.now();
      const prepared = await recipe.prepare(context, spec, signal);
      return coldStart(recipe, prepared, command, signal, fromMs);
    },
    trace: async () => traceCalls(context, (await recipe.daemons?.(context)) ?? []),
  };
}

/** What no target can offer on this host. */
function hostLacks({ cgroups }: RunContext): Target["lacks"] {
  const [network, tracing] = [networkProblem(), tracingProblem()];
  return {
    ...(network === undefined ? {} : { network }),
    ...(tracing === undefined ? {} : { tracing }),
    ...(cgroups.version !== 0
      ? {}
      : {
          limits: {
            reason: say("host.no-outer-group", { why: cgroups.reason }),
            remedy: cgroupRemedy(),
          },
        }),
  };
}
