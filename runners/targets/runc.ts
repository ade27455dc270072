import { ociRecipe } from "../containers/oci/runtime.ts";

export const recipe = ociRecipe({
  id: "runc",
  title: "runc",
  adds: "an OCI runtime, runc, that does what crun does, in Go",
  rung: 62,
  below: "seccomp",
  command: "runc",
  removesItself: true,
});
