import type { Variants } from "../registry.ts";
import { microvmArgv } from "../vm/qemu/machine.ts";
import { type Guest, qemuRecipe } from "../vm/qemu/recipe.ts";

/** QEMU's minimal machine, tuned; under KVM where a guest really boots there, else emulated and marked so. */
const MICROVM: Guest = {
  id: "qemu-microvm",
  title: "QEMU microvm",
  adds: "a guest kernel of its own, virtual CPU, memory and devices, QEMU",
  rung: 200,
  below: "native",
  machine: "microvm, qboot, uncompressed kernel (PVH), virtio over mmio, no PCI",
  start: ({ machine }) => ({ command: { argv: microvmArgv(machine) }, init: "reads-ahead" }),
};

export const recipe = qemuRecipe({ ...MICROVM, main: true });

export const variants: Variants = {
  parameter: "NETWORK",
  about: "QEMU's microvm with its user-mode network, where clients are to reach it",
  known: ["user"],
  of: (network) => {
    if (network !== "user") return undefined;
    return qemuRecipe({
      ...MICROVM,
      id: "qemu-microvm:user",
      title: "QEMU microvm, user-mode network",
      adds: `${MICROVM.adds}; a network that QEMU itself acts out, without a device of the host's`,
      rung: 202,
      network: "user",
    });
  },
};
