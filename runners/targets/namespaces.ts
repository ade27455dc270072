import { say } from "../../bench/messages.ts";
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

/** The namespaces of the rung, and two that root's containers usually do not have. */
const SINGLE = [...NAMESPACES, "user", "time"];

/** One namespace at a time above `chroot`, to show the cost of each. */
export const variants: Variants = {
  parameter: "NAMESPACE",
  about: say("targets.about-namespaces"),
  known: ["none", ...SINGLE],
  of: (name) => {
    if (name !== "none" && !SINGLE.includes(name)) return undefined;
    const options: Readonly<Record<string, readonly string[]>> = {
      none: [],
      user: ["--user", "--map-root-user"],
      // The namespace's first process is a child of unshare(1).
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
