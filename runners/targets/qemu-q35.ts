import { say } from "../../bench/messages.ts";
import { pciArgv } from "../vm/qemu/machine.ts";
import { qemuRecipe } from "../vm/qemu/recipe.ts";

/** The same guest in the machine type that most people use, with QEMU's defaults. */
export const recipe = qemuRecipe({
  id: "qemu-q35",
  title: "QEMU q35",
  adds: "the parts that the tuned microvm leaves out: a BIOS, PCI, a compressed kernel, QEMU's default devices",
  rung: 210,
  below: "qemu-microvm",
  machine: say("vm.machine-q35"),
  start: ({ machine }) => ({ command: { argv: pciArgv("q35", machine) }, init: "reads-ahead" }),
});
