/** What a rung of primitives consists of. */
import type { Barrier } from "../../bench/types.ts";
import { isRoot } from "../host/paths.ts";
import { FILTER_BARRIER } from "../instance/barriers.ts";
import type { RecipeIdentity } from "../instance/recipe.ts";
import type { RootKind } from "./mounts.ts";
import type { Namespace } from "./plan.ts";

/** The namespaces of a container. */
export const NAMESPACES: readonly Namespace[] = ["mount", "pid", "uts", "ipc", "net", "cgroup"];

export interface Primitive extends RecipeIdentity {
  /** The namespaces of the child that is cloned; undefined if none is. */
  readonly namespaces?: readonly Namespace[];
  /**
   * `host`: the host's. `chroot`: everything was mounted before, and chroot(2) enters it. `pivot`:
   * the mounts and pivot_root(2) are in the timed window.
   */
  readonly root: "host" | "chroot" | "pivot";
  readonly layers?: RootKind;
  /**
   * Its own control group, made, limited and joined in the timed window; otherwise one was made
   * before. `required`: the rung is about it. `wanted`: the rung makes sense without it.
   */
  readonly ownCgroup?: "required" | "wanted";
  readonly seccomp?: boolean;
  /** Paths of /proc and /sys that are covered or read-only, as in an OCI runtime's container. */
  readonly masked?: boolean;
}

/**
 * The namespaces to make. A user other than root becomes root in a user namespace, which is made
 * first; a chroot's mounts, made before, already have one. A port already has a network namespace.
 */
export function madeBy(
  { namespaces = [], root }: Primitive,
  { mountedBefore, hasPort }: { readonly mountedBefore: boolean; readonly hasPort: boolean },
): readonly Namespace[] {
  const needsUser = !isRoot() && root !== "host" && !mountedBefore && !namespaces.includes("user");
  return [
    ...(needsUser ? (["user"] as const) : []),
    ...namespaces.filter((name) => name !== "net" || !hasPort),
  ];
}

const BARRIERS: Readonly<Partial<Record<Namespace, Barrier>>> = {
  mount: "mount-namespace",
  uts: "uts-namespace",
  ipc: "ipc-namespace",
  net: "network-namespace",
};

/**
 * What it promises to keep from the host. A chroot's /proc was mounted before: it shows the host's
 * processes, also in a PID namespace.
 */
export function barriersOf({
  root,
  namespaces = [],
  seccomp,
  masked,
}: Primitive): readonly Barrier[] {
  return [
    ...(root === "host" ? [] : (["own-root"] as const)),
    ...namespaces.flatMap((name) => BARRIERS[name] ?? []),
    ...(root === "pivot" && namespaces.includes("pid") ? (["pid-namespace"] as const) : []),
    ...(masked === true ? (["read-only-kernel-files"] as const) : []),
    ...(seccomp === true ? (["fewer-capabilities", ...FILTER_BARRIER] as const) : []),
  ];
}
