/**
 * Targets whose figures may stand on one axis and be counted together. An emulated machine says
 * nothing about others; a VM differs so much that a container's cost could not be seen beside it.
 */
import type { TargetState } from "../../bench/schema.ts";
import { isEmulated } from "../format.ts";

export const GROUPS = ["containers", "vms", "emulated"] as const;

export type Group = (typeof GROUPS)[number];

/** What is built of primitives of the host's kernel counts as a container, and so does native. */
export function groupOf(target: Pick<TargetState, "kind" | "facts">): Group {
  if (isEmulated(target)) return "emulated";
  return target.kind === "vm" ? "vms" : "containers";
}
