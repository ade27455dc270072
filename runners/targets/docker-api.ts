import { dockerRecipe } from "../containers/docker/recipe.ts";

/** Docker as orchestrators use it: requests on the daemon's socket, no client. */
export const recipe = dockerRecipe({
  id: "docker-api",
  title: "Docker API",
  adds: "an engine: a daemon, containerd and its shim, overlay layers, a bridge network, logs; asked over its socket",
  rung: 96,
  below: "runc",
  start: "api",
});
