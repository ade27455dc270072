import { join } from "node:path";
import { directBoot } from "../vm/direct-boot.ts";
import { FIRECRACKER, firecrackerArgv, firecrackerConfig, unclogged } from "../vm/firecracker.ts";

/** Firecracker without its jailer, as its own guide starts it. */
export const recipe = directBoot({
  id: "firecracker",
  title: "Firecracker",
  adds: "another monitor than QEMU's microvm: five devices, no firmware, a seccomp filter around itself",
  rung: 230,
  below: "qemu-microvm",
  tool: {
    kind: "tool",
    name: FIRECRACKER,
    why: "the virtual machine monitor",
    remedy:
      "put `firecracker` from github.com/firecracker-microvm/firecracker/releases into the PATH (Debian has no package)",
  },
  since: {
    version: [1, 8],
    why: "which describes the disks to the guest by ACPI: Debian's kernel does not accept them on its command line",
  },
  facts: { disks: "through the host's page cache; a guest's flush is an fsync on the host" },
  command: (machine, { folder }) => ({
    launch: unclogged(firecrackerArgv(join(folder, "vm.json"), join(folder, "firecracker.log"))),
    files: {
      "vm.json": JSON.stringify(firecrackerConfig(machine), null, 1),
      // Some versions open their log file but do not make it.
      "firecracker.log": "",
    },
  }),
});
