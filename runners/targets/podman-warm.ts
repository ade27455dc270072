import { say } from "../../bench/messages.ts";
import { podmanRecipe } from "../containers/podman/container.ts";

/** A container that `podman create` made, untimed. Only `podman start` is timed. */
export const recipe = podmanRecipe({
  id: "podman-warm",
  title: "Podman, created beforehand",
  adds: "a warm start: `podman create` was done before the timed window, which holds `podman start` alone",
  rung: 95,
  below: "podman",
  warm: true,
  facts: { prework: say("targets.prework-podman") },
  launching: ({ place, name, words }) => ({
    before: async (entry, interactive) => {
      await place.podman(["create", ...words(entry, interactive)]);
    },
    launch: (_entry, interactive) => {
      const input = interactive ? ["--interactive"] : [];
      return { argv: place.argv(["start", "--attach", ...input, name]) };
    },
  }),
});
