import { NAMESPACES } from "../primitives/primitive.ts";
import { primitiveRecipe } from "../primitives/recipe.ts";

export const recipe = primitiveRecipe({
  id: "seccomp",
  title: "Seccomp",
  adds: "a seccomp filter like Docker's default, fewer capabilities, no_new_privs",
  rung: 50,
  below: "overlay",
  root: "pivot",
  namespaces: NAMESPACES,
  ownCgroup: "wanted",
  layers: "overlay",
  seccomp: true,
});
