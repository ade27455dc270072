import { NAMESPACES } from "../primitives/primitive.ts";
import { primitiveRecipe } from "../primitives/recipe.ts";

export const recipe = primitiveRecipe({
  id: "cgroup",
  title: "Control group",
  adds: "a control group of its own with limits for CPUs, memory and process numbers, made, limited and joined at each start",
  rung: 30,
  below: "namespaces",
  root: "pivot",
  namespaces: NAMESPACES,
  ownCgroup: "required",
});
