import { warmOciRecipe } from "../containers/oci/warm.ts";
import { CRUN } from "./crun.ts";

export const recipe = warmOciRecipe(CRUN, {
  id: "crun-warm",
  title: "crun, paused beforehand",
  adds: "a warm start: the container was started and paused before the timed window, which holds `crun resume` alone",
  rung: 61,
  below: "crun",
});
