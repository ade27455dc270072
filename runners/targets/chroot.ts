import { primitiveRecipe } from "../primitives/recipe.ts";

export const recipe = primitiveRecipe({
  id: "chroot",
  title: "chroot",
  adds: "another root directory: the image, with /proc, /sys and /dev mounted beforehand",
  rung: 10,
  below: "helper",
  root: "chroot",
});
