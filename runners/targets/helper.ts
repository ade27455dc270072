import { primitiveRecipe } from "../primitives/recipe.ts";

export const recipe = primitiveRecipe({
  id: "helper",
  title: "Helper",
  adds: "the execution of the program that makes the rungs above, which isolates nothing here",
  rung: 5,
  below: "native",
  root: "host",
});
