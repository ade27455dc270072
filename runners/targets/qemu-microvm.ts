import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../../bench/types.ts";
import { Launcher } from "../host/launcher.ts";
import { shellQuote } from "../host/process.ts";
import { guestKernelState, KERNEL_REMEDY } from "../images/guest-kernel.ts";
import { type GuestBoot, guestBoot } from "../images/initramfs.ts";
import { imagePaths } from "../images/paths.ts";
import { makeVolume, vmDisk, vmParts } from "../images/vm-disk.ts";
import type { Recipe } from "../instance.ts";
import { type Accelerator, acceleratorOf } from "../qemu/accelerator.ts";
import { microvmArgv, QEMU } from "../qemu/machine.ts";
import { missingTool, toolRequirement } from "../requirements.ts";

/** QEMU's minimal machine, under KVM where a guest really boots there, else emulated and marked so. */
export const recipe: Recipe = {
  id: "qemu-microvm",
  title: "QEMU microvm",
  kind: "vm",
  adds: "a guest kernel of its own, virtual CPU, memory and devices, QEMU",
  rung: 200,
  below: "native",
  main: true,
  requires: [
    toolRequirement(QEMU, "the virtual machine monitor"),
    toolRequirement("mke2fs", "makes its disks"),
    { kind: "kernel", name: "guest kernel", why: "what the VM boots", remedy: KERNEL_REMEDY },
  ],
  deadlines: { readyMs: 60_000 },

  async probe(context, signal) {
    const missing = missingTool(recipe.requires);
    if (missing !== undefined) return missing;
    switch (guestKernelState(context)) {
      case "absent":
        return { ok: false, reason: "no guest kernel", remedy: KERNEL_REMEDY };
      case "fetchable":
        return { ok: true, facts: { "guest kernel": "will be downloaded when first needed" } };
      case "here":
        return {
          ok: true,
          facts: factsOf(await acceleratorOf(context, signal), await guestBoot(context)),
        };
    }
  },

  async prepare(context, spec, signal) {
    const boot = await guestBoot(context);
    const disk = await vmDisk(context, spec.image);
    const accelerator = await acceleratorOf(context, signal);
    const folder = context.instanceFolder(context.instanceName(recipe.id));
    const console = join(folder.path, "console.log");
    const dataDisk = join(folder.path, "data.ext4");
    if (spec.scratchMiB > 0) await makeVolume(dataDisk, spec.scratchMiB);
    const argv = microvmArgv({
      accelerator: accelerator.name,
      cpuModel: accelerator.cpuModel,
      vcpus: spec.cpus.length,
      memoryMiB: spec.memoryMiB,
      boot,
      rootDisk: disk.file,
      ...(spec.scratchMiB > 0 ? { dataDisk } : {}),
      console,
    });
    const launcher = await Launcher.start({ cpus: spec.cpus, ledger: context.ledger });
    return {
      facts: factsOf(accelerator, boot),
      launcher,
      paths: imagePaths(spec.image),
      launch: () => ({ argv }),
      // The guest's init reads this line from the channel: no length limit, and no round trip.
      stdin: (entry) => `${shellQuote(entry)}\n`,
      marksInit: true,
      marksExit: true,
      consoleTail: () => (existsSync(console) ? readFileSync(console, "utf8").slice(-4096) : ""),
      remove: () => folder.remove(),
    };
  },

  async shipped(context, image) {
    return vmParts(await guestBoot(context), await vmDisk(context, image));
  },
};

function factsOf(accelerator: Accelerator, boot: GuestBoot): Facts {
  return {
    accelerator: accelerator.name,
    ...(accelerator.reason === undefined ? {} : { "accelerator reason": accelerator.reason }),
    "CPU model": accelerator.cpuModel,
    QEMU: accelerator.qemuVersion,
    "guest kernel": `${boot.kernel.version}, sha256 ${boot.kernel.sha256.slice(0, 12)}`,
  };
}
