import { CONTAINER_UNSHARE, primitiveRecipe } from "../kernel/primitives.ts";

export const recipe = primitiveRecipe({
  id: "seccomp",
  title: "Seccomp",
  adds: "a seccomp filter like Docker's default, fewer capabilities, no_new_privs, loaded by a Perl script",
  rung: 50,
  below: "overlay",
  root: "pivot",
  unshare: CONTAINER_UNSHARE,
  ownCgroup: "wanted",
  layers: "overlay",
  seccomp: true,
});
