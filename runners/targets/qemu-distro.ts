import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import {
  DISTRO_TOOLS,
  distroDisk,
  distroFacts,
  distroParts,
  distroState,
  makeOverlay,
} from "../images/distro-disk.ts";
import { diskParts, vmDisk } from "../images/vm-disk.ts";
import { q35DiskArgv } from "../vm/qemu/machine.ts";
import { qemuRecipe } from "../vm/qemu/recipe.ts";

/** A VM image as people ship it: a distribution with all its services. The workload starts last. */
export const recipe = qemuRecipe({
  id: "qemu-distro",
  title: "QEMU, whole Debian",
  adds: "a boot loader, the distribution's own kernel and initramfs, systemd and its services, DHCP, a qcow2 disk",
  rung: 220,
  below: "qemu-q35",
  machine: say("vm.machine-distro"),
  // Under emulation systemd alone takes ten seconds on an idle host.
  readyMs: 180_000,
  tools: DISTRO_TOOLS,
  probe: distroState,

  ahead: distroDisk,

  async start({ context, machine, folder, signal }) {
    const disk = await distroDisk(context, signal);
    const overlay = join(folder, "debian.qcow2");
    await makeOverlay(disk, overlay);
    return {
      command: { argv: q35DiskArgv(machine, overlay) },
      init: "reads-ahead",
      facts: distroFacts(disk),
    };
  },

  async shipped(context, image) {
    const disk = await distroDisk(context, new AbortController().signal);
    return [...distroParts(disk), ...diskParts(await vmDisk(context, image))];
  },
});
