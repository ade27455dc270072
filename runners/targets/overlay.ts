import { CONTAINER_UNSHARE, primitiveRecipe } from "../kernel/primitives.ts";

export const recipe = primitiveRecipe({
  id: "overlay",
  title: "Overlay",
  adds: "a writable layer above the image (overlayfs) as its root, instead of the image read-only",
  rung: 40,
  below: "cgroup",
  main: true,
  root: "pivot",
  unshare: CONTAINER_UNSHARE,
  ownCgroup: "wanted",
  layers: "overlay",
});
