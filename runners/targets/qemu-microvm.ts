import { microvmArgv } from "../qemu/machine.ts";
import { qemuRecipe } from "../qemu/recipe.ts";

/** QEMU's minimal machine, tuned; under KVM where a guest really boots there, else emulated and marked so. */
export const recipe = qemuRecipe({
  id: "qemu-microvm",
  title: "QEMU microvm",
  adds: "a guest kernel of its own, virtual CPU, memory and devices, QEMU",
  rung: 200,
  below: "native",
  main: true,
  machine: "microvm, qboot, uncompressed kernel (PVH), virtio over mmio, no PCI",
  start: ({ machine }) => ({ command: { argv: microvmArgv(machine) }, marksInit: true }),
});
