/** The recipe that QEMU's machines share: each supplies how it is started, and what it says of itself. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts, OpenSpec, TargetIdentity } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type LaunchCommand, Launcher } from "../host/launcher.ts";
import { shellQuote } from "../host/process.ts";
import { guestKernelState, KERNEL_REMEDY } from "../images/guest-kernel.ts";
import { type GuestBoot, guestBoot } from "../images/initramfs.ts";
import { imagePaths } from "../images/paths.ts";
import { makeVolume, vmDisk, vmParts } from "../images/vm-disk.ts";
import type { Recipe } from "../instance.ts";
import { missingTool, toolRequirement } from "../requirements.ts";
import { type Accelerator, acceleratorOf } from "./accelerator.ts";
import { type Machine, QEMU } from "./machine.ts";

export interface Start {
  readonly command: LaunchCommand;
  /** False where the guest's init has run long before, and printed its mark then. */
  readonly marksInit: boolean;
  readonly facts?: Facts;
}

export interface Guest extends Omit<TargetIdentity, "kind" | "requires"> {
  readonly main?: boolean;
  /** Firmware, bus and devices in a few words. */
  readonly machine: string;
  /** How an instance of this machine is started; what it needs is made here, untimed. */
  start(
    machine: Machine,
    spec: OpenSpec,
    context: RunContext,
    signal: AbortSignal,
  ): Promise<Start> | Start;
}

export function qemuRecipe({ machine: described, start, ...identity }: Guest): Recipe {
  const recipe: Recipe = {
    ...identity,
    kind: "vm",
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
          return { ok: true, facts: await factsOf(context, signal) };
      }
    },

    async prepare(context, spec, signal) {
      const accelerator = await acceleratorOf(context, signal);
      const disk = await vmDisk(context, spec.image);
      const folder = context.instanceFolder(context.instanceName(recipe.id));
      const console = join(folder.path, "console.log");
      const dataDisk = join(folder.path, "data.ext4");
      if (spec.scratchMiB > 0) await makeVolume(dataDisk, spec.scratchMiB);
      const machine: Machine = {
        accelerator: accelerator.name,
        cpuModel: accelerator.cpuModel,
        vcpus: spec.cpus.length,
        memoryMiB: spec.memoryMiB,
        boot: await guestBoot(context),
        rootDisk: disk.file,
        ...(spec.scratchMiB > 0 ? { dataDisk } : {}),
        console,
      };
      const { command, marksInit, facts } = await start(machine, spec, context, signal);
      const launcher = await Launcher.start({ cpus: spec.cpus, ledger: context.ledger });
      return {
        facts: { ...(await factsOf(context, signal)), ...facts },
        launcher,
        paths: imagePaths(spec.image),
        launch: () => command,
        // The guest's init reads this line from the channel: no length limit, and no round trip.
        stdin: (entry) => `${shellQuote(entry)}\n`,
        marksInit,
        marksExit: true,
        consoleTail: () => tailOf(console),
        remove: () => folder.remove(),
      };
    },

    async shipped(context, image) {
      return vmParts(await guestBoot(context), await vmDisk(context, image));
    },
  };

  async function factsOf(context: RunContext, signal: AbortSignal): Promise<Facts> {
    const [accelerator, boot] = [await acceleratorOf(context, signal), await guestBoot(context)];
    return guestFacts(described, accelerator, boot);
  }

  return recipe;
}

function tailOf(console: string): string {
  return existsSync(console) ? readFileSync(console, "utf8").slice(-4096) : "";
}

function guestFacts(machine: string, accelerator: Accelerator, boot: GuestBoot): Facts {
  return {
    accelerator: accelerator.name,
    ...(accelerator.reason === undefined ? {} : { "accelerator reason": accelerator.reason }),
    machine,
    "CPU model": accelerator.cpuModel,
    QEMU: accelerator.qemuVersion,
    "guest kernel": `${boot.kernel.version}, sha256 ${boot.kernel.sha256.slice(0, 12)}`,
  };
}
