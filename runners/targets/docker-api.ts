import { dockerRecipe } from "../docker/recipe.ts";

/** Docker as orchestrators use it: requests on the daemon's socket, no client. */
export const recipe = dockerRecipe({
  id: "docker-api",
  title: "Docker API",
  adds: "Docker without its client: create, attach, start and wait, as requests on the daemon's socket",
  rung: 96,
  below: "runc",
  start: "api",
});
