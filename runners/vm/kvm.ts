/** Whether a monitor that supports only KVM can run here. */
import { accessSync, constants, existsSync } from "node:fs";
import { say } from "../../bench/messages.ts";
import type { Message, Probe } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { which } from "../host/process.ts";
import { chooseAccelerator } from "./qemu/accelerator.ts";
import { RETRY_KVM } from "./qemu/kvm-verdicts.ts";
import { QEMU } from "./qemu/machine.ts";

/**
 * A failed probe, or undefined. If QEMU has tried to boot a guest, the result is known. Without
 * QEMU only the device is checked, and the first opening of the target, before it is measured,
 * shows the rest.
 */
export async function kvmProblem(
  context: RunContext,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const remedy = say("vm.use-virtualization");
  const problem = (reason: Message): Probe => ({ ok: false, reason, remedy });
  if (!existsSync("/dev/kvm")) return problem(say("vm.no-kvm"));
  try {
    accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
  } catch {
    return problem(say("vm.kvm-forbidden"));
  }
  if (which(QEMU) === undefined) return undefined;
  const { name, reason } = await chooseAccelerator(context, signal);
  if (name === "kvm") return undefined;
  return {
    ok: false,
    reason: reason ?? say("vm.kvm-not-usable"),
    remedy: say("vm.use-virtualization-or-retry", { remedy, command: RETRY_KVM }),
  };
}
