import { NAMESPACES, type Primitive } from "../primitives/primitive.ts";
import { primitiveRecipe } from "../primitives/recipe.ts";

export const OVERLAY: Primitive = {
  id: "overlay",
  title: "Overlay",
  adds: "a writable layer above the image (overlayfs) as its root, instead of the image read-only",
  rung: 40,
  below: "cgroup",
  main: true,
  root: "pivot",
  namespaces: NAMESPACES,
  ownCgroup: "wanted",
  layers: "overlay",
};

export const recipe = primitiveRecipe(OVERLAY);
