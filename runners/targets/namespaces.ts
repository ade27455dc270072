import { CONTAINER_UNSHARE, NAMESPACES, primitiveRecipe } from "../kernel/primitives.ts";
import type { Variants } from "../registry.ts";

export const recipe = primitiveRecipe({
  id: "namespaces",
  title: "Namespaces",
  adds: "mount, pid, uts, ipc, net and cgroup namespaces, mounts of its own, pivot_root instead of chroot",
  rung: 20,
  below: "chroot",
  root: "pivot",
  unshare: CONTAINER_UNSHARE,
});

/** Those of the rung, and two that root's containers usually do without. */
const SINGLE = [...NAMESPACES, "user", "time"];

/** One namespace at a time above `chroot`, to show which of them costs. */
export const variants: Variants = {
  parameter: "NAMESPACE",
  about: "chroot in a single namespace; `none` is what unshare(1) itself costs",
  known: ["none", ...SINGLE],
  of: (name) => {
    if (name !== "none" && !SINGLE.includes(name)) return undefined;
    const options: Readonly<Record<string, readonly string[]>> = {
      none: [],
      user: ["--user", "--map-root-user"],
      // Its first process is a child of the one that unshares.
      pid: ["--pid", "--fork", "--kill-child"],
    };
    return primitiveRecipe({
      id: `namespaces:${name}`,
      title: name === "none" ? "unshare without a namespace" : `${name} namespace alone`,
      adds: name === "none" ? "the execution of unshare(1), no namespace" : `a ${name} namespace`,
      rung: name === "none" ? 11 : 12 + SINGLE.indexOf(name) / 10,
      below: name === "none" ? "chroot" : "namespaces:none",
      root: "chroot",
      unshare: options[name] ?? [`--${name}`],
    });
  },
};
