import { say } from "../../bench/messages.ts";
import type { Variants } from "../registry.ts";
import { microvmArgv } from "../vm/qemu/machine.ts";
import { type Guest, qemuRecipe } from "../vm/qemu/recipe.ts";

/**
 * QEMU's minimal machine, tuned. It runs under KVM if a guest really boots there. Otherwise it is
 * emulated, and marked so.
 */
const MICROVM: Guest = {
  id: "qemu-microvm",
  title: "QEMU microvm",
  adds: "a guest kernel of its own, virtual CPU, memory and devices, QEMU",
  rung: 200,
  below: "native",
  machine: say("vm.machine-microvm"),
  start: ({ machine }) => ({ command: { argv: microvmArgv(machine) }, init: "reads-ahead" }),
};

export const recipe = qemuRecipe({ ...MICROVM, main: true });

export const variants: Variants = {
  parameter: "NETWORK",
  about: say("targets.about-qemu-microvm"),
  known: ["user"],
  of: (network) => {
    if (network !== "user") return undefined;
    return qemuRecipe({
      ...MICROVM,
      id: "qemu-microvm:user",
      title: "QEMU microvm, user-mode network",
      adds: `${MICROVM.adds}; a network that QEMU itself emulates, without a device of the host`,
      rung: 202,
      network: "user",
    });
  },
};
