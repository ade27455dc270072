/** Whether a virtual machine was emulated (TCG), from the facts of its target: the only place that asks. */
import type { Facts } from "./types.ts";

const ACCELERATOR = "accelerator";
const REASON = "accelerator reason";

export function isEmulated(target: { readonly facts?: Facts } | undefined): boolean {
  return target?.facts?.[ACCELERATOR] === "tcg";
}

/** `kvm` or `tcg`; undefined of what is no virtual machine. */
export function acceleratorOf(target: { readonly facts?: Facts } | undefined): string | undefined {
  return target?.facts?.[ACCELERATOR];
}

/** Why it was not virtualized. */
export function emulationReason(
  target: { readonly facts?: Facts } | undefined,
): string | undefined {
  return target?.facts?.[REASON];
}
