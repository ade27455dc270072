import { join } from "node:path";
import { say } from "../../bench/messages.ts";
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
    why: say("vm.is-monitor"),
    remedy: say("targets.get-firecracker"),
  },
  since: {
    version: [1, 8],
    // Since then it describes the disks to the guest by ACPI.
    tooOld: (versions) => say("targets.firecracker-too-old", versions),
  },
  facts: { disks: say("vm.disks-cached") },
  command: (machine, { folder }) => ({
    launch: unclogged(firecrackerArgv(join(folder, "vm.json"), join(folder, "firecracker.log"))),
    files: {
      "vm.json": JSON.stringify(firecrackerConfig(machine), null, 1),
      // Some versions open their log file but do not make it.
      "firecracker.log": "",
    },
  }),
});
