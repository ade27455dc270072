import { dockerRecipe } from "../containers/docker/recipe.ts";

export const recipe = dockerRecipe({
  id: "docker-warm",
  title: "Docker, created beforehand",
  adds: "a warm start: `docker create` was done before the timed window, which holds `docker start` alone",
  rung: 102,
  below: "docker",
  warm: true,
  start: "created",
});
