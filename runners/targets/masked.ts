import { NAMESPACES } from "../primitives/primitive.ts";
import { primitiveRecipe } from "../primitives/recipe.ts";

export const recipe = primitiveRecipe({
  id: "masked",
  title: "Masked paths",
  adds: "paths of /proc and /sys that are covered or read-only, as in a container of crun or runc",
  rung: 52,
  below: "seccomp",
  root: "pivot",
  namespaces: NAMESPACES,
  ownCgroup: "wanted",
  layers: "overlay",
  seccomp: true,
  masked: true,
});
