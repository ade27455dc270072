/**
 * Whether a virtual machine was emulated (TCG), from its target's facts. No other module asks them.
 */
import type { Facts, Said } from "./types.ts";

const ACCELERATOR = "accelerator";
const REASON = "accelerator reason";

export function isEmulated(target: { readonly facts?: Facts } | undefined): boolean {
  return target?.facts?.[ACCELERATOR] === "tcg";
}

/** A name, such as `kvm` or `tcg`. Undefined for a target that is no virtual machine. */
export function acceleratorOf(target: { readonly facts?: Facts } | undefined): string | undefined {
  const accelerator = target?.facts?.[ACCELERATOR];
  return typeof accelerator === "string" ? accelerator : undefined;
}

/** Why it was not virtualized. */
export function emulationReason(target: { readonly facts?: Facts } | undefined): Said | undefined {
  return target?.facts?.[REASON];
}

/** Accelerators that are the CPU's own virtualization: of KVM, VirtualBox and VMware. */
const HARDWARE: readonly string[] = ["kvm", "vboxdrv", "vmmon"];

/**
 * Whether a target is a machine that the CPU virtualizes. One whose accelerator is unknown is not,
 * and neither is any on a host that is emulated itself: its CPU's virtualization is emulated, too.
 */
export function isVirtualized(target: { readonly facts?: Facts }, host: Facts): boolean {
  const around = host["virtualization"];
  if (typeof around === "string" && /(?:^|\W)qemu(?:\W|$)/.test(around)) return false;
  return HARDWARE.includes(acceleratorOf(target) ?? "");
}
