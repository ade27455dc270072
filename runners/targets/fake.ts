/** Made-up starts and work, to try a gate or the command line without any measurement. */
import { say } from "../../bench/messages.ts";
import { isScriptFile, readScript } from "../fake/script.ts";
import { fakeDriver, NO_NETWORK } from "../fake/target.ts";
import type { Recipe } from "../instance/recipe.ts";
import type { Variants } from "../registry.ts";

export const variants: Variants = {
  parameter: "SCRIPT",
  about: say("targets.about-fake"),
  known: [],
  hidden: true,
  isOurs: (parameter) => !isScriptFile(parameter),
  of: fakeRecipe,
};

function fakeRecipe(parameter: string): Recipe {
  const id = parameter === "" ? "fake" : `fake:${parameter}`;
  const script = readScript(parameter);
  const driver = fakeDriver(id, script, []);
  return {
    id,
    title: "fake: made-up times",
    kind: "fake",
    adds: "nothing: its times are made up",
    // Higher than all others, because it is no rung of the ladder.
    rung: 1000,
    requires: [],
    deadlines: { readyMs: 60_000 },
    lacks: { network: NO_NETWORK },
    made: (name, handicaps) => fakeDriver(name, script, handicaps),
    probe: (_context, signal) => driver.probe(signal),
    prepare: async () => {
      throw new Error(`${id} has no instance that could be prepared`);
    },
    shipped: (_context, image) => driver.shipped(image),
  };
}
