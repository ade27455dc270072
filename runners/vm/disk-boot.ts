/** The common part of monitors that boot only from a disk, and keep a list of VMs. */
import { rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec, Probe, Requirement } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { guestKernel } from "../images/guest-kernel.ts";
import { bootOf, type GuestBoot } from "../images/initramfs.ts";
import { makeVolume, vmDisk, vmParts } from "../images/vm-disk.ts";
import { READ_ONLY_DISK, type Recipe, type RecipeIdentity } from "../instance/recipe.ts";
import { type LaunchCommand, Launcher } from "../launch/launcher.ts";
import { type Resource, removeResource } from "../removers/index.ts";
import { toolRequirement } from "../tools/requirements.ts";
import { BOOT_DISK_TOOLS, bootDisk } from "./boot-disk.ts";
import { RELAY, socketPath } from "./relay.ts";
import {
  GUEST_REQUIREMENTS,
  guestProblem,
  kernelFact,
  serialGuest,
  serialWords,
} from "./serial-guest.ts";
import { flatVmdk } from "./vmdk.ts";

export interface DiskMachine {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** The instance's folder; disks are descriptors in it, by name. */
  readonly folder: string;
  /** The boot disk, the image, and the volume if there is one. */
  readonly disks: readonly Disk[];
  /** The Unix socket on which the monitor offers the serial line. */
  readonly socket: string;
}

interface Disk {
  readonly file: string;
  /** Shared by all instances: writes must go elsewhere. */
  readonly shared: boolean;
}

interface Monitor extends RecipeIdentity {
  readonly tools: readonly Requirement[];
  /** The guest kernel's modules for the disk controller, in the order in which they are loaded. */
  readonly modules: readonly string[];
  readonly adapter: "ide" | "lsilogic";
  readonly facts: Facts;
  readonly env: Readonly<Record<string, string>>;
  /** Finds the version, or why the monitor cannot be used. */
  check(signal: AbortSignal): Promise<Probe>;
  /** The resource to remove when the instance ends. It is entered before it is made. */
  resource(machine: DiskMachine): Resource;
  /** Makes the VM, untimed, and returns the command that starts it. */
  make(machine: DiskMachine): Promise<LaunchCommand>;
}

/** The SCSI modules that each controller's module needs. */
const SCSI_MODULES = ["scsi_common", "scsi_mod", "sd_mod"];

/**
 * SCSI disks are named in the order in which they are found, so labels identify the filesystems.
 */
const ROOT = "LABEL=isotax-root";
const DATA = "LABEL=isotax-data";

export function diskBoot(monitor: Monitor): Recipe {
  const { tools, modules, adapter, facts, env, check, resource, make, ...identity } = monitor;
  const boot = (context: RunContext) => diskGuestBoot(context, identity.id, modules);
  const recipe: Recipe = {
    ...identity,
    kind: "vm",
    requires: [
      ...tools,
      toolRequirement(RELAY, say("vm.passes-serial-line")),
      ...BOOT_DISK_TOOLS.map((tool) => toolRequirement(tool, say("vm.makes-boot-disk"))),
      ...GUEST_REQUIREMENTS,
    ],
    // A BIOS starts first, and the boot loader reads the kernel through it.
    deadlines: { readyMs: 120_000 },
    lacks: { "writable-root": READ_ONLY_DISK, network: say("vm.no-network-card") },

    async probe(context, signal) {
      const missing = guestProblem(context, recipe.requires);
      if (missing !== undefined) return missing;
      const checked = await check(signal);
      return checked.ok ? { ok: true, facts: { ...checked.facts, ...facts } } : checked;
    },

    prepare: (context, spec) =>
      unwoundOnFailure(async (closers) => {
        const guest = await boot(context);
        const name = context.instanceName(recipe.id);
        const folder = closers.use(context.instanceFolder(name));
        const machine: DiskMachine = {
          name,
          vcpus: spec.cpus.length,
          memoryMiB: spec.memoryMiB,
          folder: folder.path,
          disks: await makeDisks(context, guest, spec, folder.path, { id: identity.id, adapter }),
          socket: socketPath(context, name),
        };
        const vm = resource(machine);
        const entry = context.enter(vm);
        closers.defer(() => rmSync(machine.socket, { force: true }));
        closers.defer(async () => {
          await removeResource(vm);
          entry.removed();
        });
        const command = await make(machine);
        return serialGuest({
          image: spec.image,
          facts: {
            ...facts,
            ...kernelFact(guest),
          },
          launcher: closers.hold(
            await Launcher.start({ cpus: spec.cpus, context, account: spec.account, env }),
          ),
          command,
          remove: (clean) => closers.unwind(clean),
        });
      }),

    async shipped(context, image) {
      const guest = await boot(context);
      const parts = vmParts(guest, await vmDisk(context, image));
      const words = serialWords(ROOT, undefined);
      const disk = await bootDisk(context, guest, words, storeOf(identity.id));
      const content = statSync(guest.kernel.compressed).size + guest.initramfsBytes;
      // The rest of the disk is the small boot loader, and zeros.
      const diskBytes = statSync(disk).blocks * 512 - content;
      return [...parts, { part: "boot disk", shippedBytes: 0, diskBytes: Math.max(0, diskBytes) }];
    },
  };
  return recipe;
}

function storeOf(id: string): string {
  return `boot-disks-${id}`;
}

/** The kernel and initramfs for a machine with SCSI disks. */
export async function diskGuestBoot(
  context: RunContext,
  id: string,
  modules: readonly string[],
): Promise<GuestBoot> {
  return context.shared(`disk-guest-${id}`, async () =>
    bootOf(context, await guestKernel(context), [...SCSI_MODULES, ...modules], `initramfs-${id}`),
  );
}

/**
 * Makes descriptors in the instance's folder. A monitor that deletes a VM deletes its disks too. A
 * shared disk is a symbolic link there, so that only the link is deleted.
 */
export async function makeDisks(
  context: RunContext,
  boot: GuestBoot,
  spec: OpenSpec,
  folder: string,
  monitor: { readonly id: string; readonly adapter: "ide" | "lsilogic" },
): Promise<readonly Disk[]> {
  const hasData = spec.scratchMiB > 0;
  const words = serialWords(ROOT, hasData ? DATA : undefined);
  const files = [
    { name: "boot", shared: await bootDisk(context, boot, words, storeOf(monitor.id)) },
    { name: "root", shared: (await vmDisk(context, spec.image)).file },
    ...(hasData ? [{ name: "data", shared: undefined }] : []),
  ];
  const disks: Disk[] = [];
  for (const { name, shared } of files) {
    const extent = join(folder, `${name}-flat.vmdk`);
    if (shared === undefined) await makeVolume(extent, spec.scratchMiB);
    else symlinkSync(shared, extent);
    const { adapter } = monitor;
    const text = flatVmdk({ extent: `${name}-flat.vmdk`, bytes: statSync(extent).size, adapter });
    writeFileSync(join(folder, `${name}.vmdk`), text);
    disks.push({ file: join(folder, `${name}.vmdk`), shared: shared !== undefined });
  }
  return disks;
}
