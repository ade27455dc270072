import { say } from "../../bench/messages.ts";
import { dockerRecipe } from "../containers/docker/recipe.ts";
import type { Variants } from "../registry.ts";

/** Docker as people use it: `docker run --rm`, default bridge network. Nothing is pulled. */
export const recipe = dockerRecipe({
  id: "docker",
  title: "Docker",
  adds: "Docker's client, a program that asks the daemon, and passes input and output on",
  rung: 100,
  below: "docker-api",
  main: true,
  start: "run",
});

const NETWORKS = ["none", "host"];

export const variants: Variants = {
  parameter: "NETWORK",
  about: say("targets.about-docker"),
  known: NETWORKS,
  of: (network) => {
    if (!NETWORKS.includes(network)) return undefined;
    return dockerRecipe({
      id: `docker:${network}`,
      title: `Docker, --network ${network}`,
      adds: `Docker's client, a daemon, containerd and its shim, logs; ${network === "none" ? "no network but loopback" : "the host's network, not its own"}`,
      rung: network === "none" ? 98 : 99,
      below: "runc",
      start: "run",
      network,
    });
  },
};
