import { type OciRuntime, ociRecipe } from "../containers/oci/runtime.ts";

export const CRUN: OciRuntime = {
  id: "crun",
  title: "crun",
  adds: "an OCI runtime, crun: its bundle, a /dev of its own with a device list, masked and read-only paths, fewer capabilities",
  rung: 60,
  below: "seccomp",
  main: true,
  command: "crun",
  removesItself: true,
  options: ["--cgroup-manager=cgroupfs"],
  rootlessOptions: ["--cgroup-manager=disabled"],
};

export const recipe = ociRecipe(CRUN);
