/** What must run on the nested host. A target that is not named here must, as root. */

import type { Experiment, Need, NeededTool } from "../../bench/types.ts";
import type { Recipe } from "../../runners/instance/recipe.ts";
import type { Part } from "./record.ts";

export interface Exception {
  /** What the target must give as the reason. */
  readonly reason: RegExp;
  /** Why that is all right there. */
  readonly why: string;
}

const NO_PACKAGE: Exception = {
  reason: /not found/,
  why: "Debian has no package of it, so that it cannot be had there",
};

export const CANNOT_RUN_AS_ROOT: Readonly<Record<string, Exception>> = {
  firecracker: NO_PACKAGE,
  "cloud-hypervisor": NO_PACKAGE,
  virtualbox: NO_PACKAGE,
  vmware: NO_PACKAGE,
};

/** As a user with a delegated control group; the others may run, or say why not. */
export const MUST_RUN_AS_USER = [
  ...["native", "helper", "chroot", "namespaces", "unshare"],
  ...["cgroup", "overlay", "seccomp", "masked"],
  ...["crun", "crun-warm", "runc", "podman"],
  ...["qemu-microvm", "qemu-microvm-warm"],
];

export function mustRun(part: Part, target: string): boolean {
  return part === "root"
    ? CANNOT_RUN_AS_ROOT[target] === undefined
    : MUST_RUN_AS_USER.includes(target);
}

/** Whether a target that runs need not be measured by a workload, for want of what that needs. */
export function mayLack(
  part: Part,
  recipe: Pick<Recipe, "lacks"> | undefined,
  { needs, tools }: Pick<Experiment, "needs" | "tools">,
): boolean {
  const lacks = (need: Need | NeededTool) => recipe?.lacks?.[need] !== undefined;
  const onlyRoot: readonly Need[] = ["network", "tracing"];
  return (
    needs.some((need) => lacks(need) || (part === "user" && onlyRoot.includes(need))) ||
    tools.some((tool) => lacks(`tool:${tool}`))
  );
}
