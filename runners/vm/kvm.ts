/** Whether a monitor that supports only KVM can run here. */
import { accessSync, constants, existsSync } from "node:fs";
import type { Probe } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { which } from "../host/process.ts";
import { acceleratorOf } from "./qemu/accelerator.ts";
import { QEMU } from "./qemu/machine.ts";

const REMEDY =
  "use a host with usable hardware virtualization (bare metal, or a VM with nested virtualization), as root or as a member of the group kvm";

/**
 * A failed probe, or undefined. If QEMU has tried to boot a guest, the result is known. Without
 * QEMU only the device is checked, and the first opening of the target, before it is measured,
 * shows the rest.
 */
export async function kvmProblem(
  context: RunContext,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const problem = (reason: string): Probe => ({ ok: false, reason, remedy: REMEDY });
  if (!existsSync("/dev/kvm")) return problem("/dev/kvm does not exist");
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return problem("/dev/kvm may not be opened by this user");
  }
  if (which(QEMU) === undefined) return undefined;
  const { name, reason } = await acceleratorOf(context, signal);
  return name === "kvm" ? undefined : problem(reason ?? "KVM is not usable");
}
