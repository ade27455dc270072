import { say } from "../../bench/messages.ts";
import { type PodmanTarget, podmanRecipe } from "../containers/podman/container.ts";
import type { Variants } from "../registry.ts";

const ENGINE =
  // biome-ignore lint/plugin: what the target adds
  "an engine without a daemon: a store and a database that each command opens, a monitor process (conmon), overlay layers";

/** Podman as people use it: `podman run --rm`, default bridge network. Nothing is pulled. */
const PODMAN: PodmanTarget = {
  id: "podman",
  title: "Podman",
  adds: `${ENGINE}, a bridge network, logs`,
  rung: 90,
  below: "crun",
  facts: {},
  launching: ({ place, words }) => ({
    launch: (entry, interactive) => ({ argv: place.argv(["run", ...words(entry, interactive)]) }),
  }),
};

export const recipe = podmanRecipe(PODMAN);

const NETWORKS = ["none", "host"];

export const variants: Variants = {
  parameter: "NETWORK",
  about: say("targets.about-podman"),
  known: NETWORKS,
  of: (network) => {
    if (!NETWORKS.includes(network)) return undefined;
    return podmanRecipe({
      ...PODMAN,
      id: `podman:${network}`,
      title: `Podman, --network ${network}`,
      adds: `${ENGINE}, logs; network: ${network}`,
      rung: network === "none" ? 88 : 89,
      network,
    });
  },
};
