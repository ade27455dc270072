import { say } from "../../bench/messages.ts";
import type { Facts } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { hostPaths } from "../images/paths.ts";
import type { Recipe } from "../instance/recipe.ts";
import { joinLines, limitFacts } from "../kernel/cgroups.ts";
import { chrootedFacts, prepareChrooted } from "../kernel/chrooted.ts";
import { Launcher } from "../launch/launcher.ts";
import { hostOutlet, servedAt } from "../network/lab.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";

/**
 * No isolation: ordinary processes run the host's own files, with the size of all other targets.
 * With an image of the user's, they run that image's files, with the image as their root.
 */
export const recipe: Recipe = {
  id: "native",
  title: "Native",
  kind: "native",
  adds: "nothing: the yardstick for all others",
  rung: 0,
  main: true,
  requires: [toolRequirement("taskset", say("targets.pins-process"))],
  deadlines: { readyMs: 30_000 },

  async probe(context) {
    const missing = missingTool(recipe.requires);
    return missing ?? { ok: true, facts: factsOf(context) };
  },

  prepare: (context, spec) =>
    unwoundOnFailure(async (closers) => {
      if (spec.image.origin !== undefined) return prepareChrooted(context, spec, closers);
      const name = context.instanceName(recipe.id);
      const port = spec.served === true ? closers.use(await hostOutlet(context)) : undefined;
      const folder = closers.use(context.instanceFolder(name));
      const setup = joinLines(context.cgroups, await context.sizingCgroup(spec));
      const launcher = closers.hold(
        await Launcher.start({ cpus: spec.cpus, context, account: spec.account, setup }),
      );
      return {
        facts: factsOf(context),
        launcher,
        paths: hostPaths(spec.image, folder.path),
        ...(port === undefined ? {} : { network: servedAt(port) }),
        launch: (entry) => ({ argv: entry }),
        remove: (clean) => closers.unwind(clean),
      };
    }),

  async shipped() {
    return [];
  },
};

function factsOf(context: RunContext): Facts {
  if (context.options.ownImage !== undefined) return chrootedFacts(context);
  return limitFacts(context.cgroups);
}
