import { say } from "../../bench/messages.ts";
import { ALL_NAMESPACES, type Namespace } from "../primitives/plan.ts";
import { NAMESPACES } from "../primitives/primitive.ts";
import { primitiveRecipe } from "../primitives/recipe.ts";
import type { Variants } from "../registry.ts";

export const recipe = primitiveRecipe({
  id: "namespaces",
  title: "Namespaces",
  adds: "mount, pid, uts, ipc, net and cgroup namespaces, mounts of its own, pivot_root instead of chroot",
  rung: 20,
  below: "chroot",
  root: "pivot",
  namespaces: NAMESPACES,
});

/** The namespaces of the rung, and two that root's containers usually do not have. */
const SINGLE: readonly Namespace[] = [...NAMESPACES, "user", "time"];

function isNamespace(name: string): name is Namespace {
  return ALL_NAMESPACES.some((one) => one === name);
}

/** One namespace at a time above `chroot`, to show the cost of each. */
export const variants: Variants = {
  parameter: "NAMESPACE",
  about: say("targets.about-namespaces"),
  known: ["none", ...SINGLE],
  of: (name) => {
    if (name === "none") {
      return primitiveRecipe({
        id: "namespaces:none",
        title: "clone without a namespace",
        adds: "a child process, and a parent that waits for it; no namespace",
        rung: 11,
        below: "chroot",
        root: "chroot",
        namespaces: [],
      });
    }
    if (!isNamespace(name)) return undefined;
    return primitiveRecipe({
      id: `namespaces:${name}`,
      title: `${name} namespace alone`,
      adds: `a ${name} namespace`,
      rung: 12 + SINGLE.indexOf(name) / 10,
      below: "namespaces:none",
      root: "chroot",
      namespaces: [name],
    });
  },
};
