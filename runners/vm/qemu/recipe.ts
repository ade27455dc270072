/** The recipe that QEMU's machines share. Each machine supplies its start and its facts. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../../bench/messages.ts";
import {
  type Facts,
  type Image,
  type Message,
  type OpenSpec,
  type Probe,
  type Requirement,
  SERVICE_PORT,
  type ShippedPart,
} from "../../../bench/types.ts";
import { unwoundOnFailure } from "../../closers.ts";
import type { RunContext } from "../../context.ts";
import { run, which } from "../../host/process.ts";
import { guestKernelState, KERNEL_REMEDY } from "../../images/guest-kernel.ts";
import { guestBoot } from "../../images/initramfs.ts";
import { imagePaths } from "../../images/paths.ts";
import { makeVolume, vmDisk, vmParts, writableDisk } from "../../images/vm-disk.ts";
import { identityOf, type Recipe, type RecipeIdentity } from "../../instance/recipe.ts";
import { type LaunchCommand, Launcher } from "../../launch/launcher.ts";
import { type Card, hasVhostNet, networkCard } from "../../network/lab.ts";
import { missingTool, toolRequirement } from "../../tools/requirements.ts";
import { chooseAccelerator } from "./accelerator.ts";
import { QEMU, type QemuMachine } from "./machine.ts";

export interface Start {
  readonly command: LaunchCommand;
  /** When the guest's init begins: see `FirstProcess`. */
  readonly init: "reads-ahead" | "has-run";
  readonly facts?: Facts;
}

/** The parts of an instance. */
export interface Making {
  readonly context: RunContext;
  readonly spec: OpenSpec;
  readonly machine: QemuMachine;
  /** The instance's own folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface Guest extends RecipeIdentity {
  /** Firmware, bus and devices in a few words. */
  readonly machine: Message;
  readonly readyMs?: number;
  readonly lacks?: Recipe["lacks"];
  /** The network of a guest that clients connect to; a tap device if absent. */
  readonly network?: "tap" | "user";
  /** The tools that it needs in addition to those of all guests. */
  readonly tools?: readonly Requirement[];
  /** Whether its additional parts exist or can be made. */
  probe?(context: RunContext): Probe;
  /** Its own part of what is made beforehand: see `Recipe.ahead`. */
  ahead?(context: RunContext, signal: AbortSignal): Promise<unknown>;
  /** Makes what an instance of this machine needs, untimed, and returns how to start it. */
  start(making: Making): Promise<Start> | Start;
  /** The shipped parts, if not the common guest kernel, the initramfs and the image's disk. */
  shipped?(context: RunContext, image: Image): Promise<readonly ShippedPart[]>;
}

export function qemuRecipe(guest: Guest): Recipe {
  const recipe: Recipe = {
    ...identityOf(guest),
    kind: "vm",
    requires: [
      toolRequirement(QEMU, say("vm.is-monitor")),
      toolRequirement("mke2fs", say("vm.makes-disks")),
      ...(guest.tools ?? []),
      {
        kind: "kernel",
        name: "guest kernel",
        why: say("vm.is-guest-kernel"),
        remedy: KERNEL_REMEDY,
      },
    ],
    deadlines: { readyMs: guest.readyMs ?? 60_000 },
    lacks: {
      ...(which("qemu-img") === undefined ? { "writable-root": say("vm.no-writable-layer") } : {}),
      ...guest.lacks,
    },

    async probe(context, signal) {
      const missing = missingTool(recipe.requires);
      if (missing !== undefined) return missing;
      const own = guest.probe?.(context) ?? { ok: true, facts: {} };
      if (!own.ok) return own;
      switch (guestKernelState(context)) {
        case "absent":
          return { ok: false, reason: say("vm.no-guest-kernel"), remedy: KERNEL_REMEDY };
        case "fetchable":
          return {
            ok: true,
            facts: { "guest kernel": say("vm.kernel-later"), ...own.facts },
          };
        case "here":
          return { ok: true, facts: { ...(await factsOf(guest, context, signal)), ...own.facts } };
      }
    },

    prepare: (context, spec, signal) =>
      unwoundOnFailure(async (closers) => {
        const accelerator = await chooseAccelerator(context, signal);
        const { root } = spec;
        const disk =
          root?.kind === "disk" ? root : await writableDisk(context, spec.image, spec.rootMiB);
        const card =
          spec.served === true
            ? closers.use(await networkCard(context, guest.network ?? "tap"))
            : undefined;
        const folder = closers.use(context.instanceFolder(context.instanceName(recipe.id)));
        const console = join(folder.path, "console.log");
        const dataDisk = join(folder.path, "data.ext4");
        if (spec.scratchMiB > 0) await makeVolume(dataDisk, spec.scratchMiB);
        const machine: QemuMachine = {
          accelerator: accelerator.name,
          cpuModel: accelerator.cpuModel,
          vcpus: spec.cpus.length,
          memoryMiB: spec.memoryMiB,
          boot: await guestBoot(context, card !== undefined),
          ...(card === undefined
            ? {}
            : { card: { mac: card.mac, backend: backendOf(card, accelerator.name) } }),
          ...(spec.rootMiB === undefined
            ? {
                rootDisk: {
                  format: root?.kind === "disk" ? root.format : "raw",
                  file: disk.file,
                },
              }
            : { rootLayer: await makeLayer(folder.path, disk.file) }),
          ...(spec.scratchMiB > 0 ? { dataDisk } : {}),
          console,
        };
        const making: Making = { context, spec, machine, folder: folder.path, signal };
        const { command, init, facts } = await guest.start(making);
        const launcher = closers.hold(
          await Launcher.start({
            cpus: spec.cpus,
            context,
            account: spec.account,
            prefix: card?.enter ?? [],
          }),
        );
        return {
          facts: { ...(await factsOf(guest, context, signal)), ...facts },
          launcher,
          paths: imagePaths(spec.image),
          ...(card === undefined ? {} : { network: card.served }),
          launch: () => command,
          // The guest's init reads the entry from the channel: there is no length limit, and no
          // round trip.
          firstProcess: { kind: "console", init },
          consoleTail: () => tailOf(console),
          remove: (clean) => closers.unwind(clean),
        };
      }),

    async ahead(context, image, signal) {
      if (missingTool(recipe.requires) !== undefined || guest.probe?.(context).ok === false) return;
      await Promise.all([
        chooseAccelerator(context, signal),
        vmDisk(context, image),
        guest.ahead?.(context, signal),
      ]);
    },

    async shipped(context, image) {
      if (guest.shipped !== undefined) return guest.shipped(context, image);
      return vmParts(await guestBoot(context), await vmDisk(context, image));
    },
  };
  return recipe;
}

/** Whether the host's kernel moves the packets: only if the guest runs under KVM. */
function vhost(accelerator: QemuMachine["accelerator"]): "on" | "off" {
  return accelerator === "kvm" && hasVhostNet() ? "on" : "off";
}

function backendOf({ tap, served }: Card, accelerator: QemuMachine["accelerator"]): string {
  if (tap !== undefined) {
    return `tap,ifname=${tap},script=no,downscript=no,vhost=${vhost(accelerator)}`;
  }
  const forward = (protocol: string) =>
    `hostfwd=${protocol}:${served.address}:${SERVICE_PORT}-${served.listen}:${SERVICE_PORT}`;
  return `user,${forward("tcp")},${forward("udp")}`;
}

/** Makes an empty layer above a disk, as clouds do for each VM. */
async function makeLayer(folder: string, disk: string): Promise<string> {
  const layer = join(folder, "root.qcow2");
  await run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", disk, "-F", "raw", layer]);
  return layer;
}

function tailOf(console: string): string {
  return existsSync(console) ? readFileSync(console, "utf8").slice(-4096) : "";
}

function cardFact(network: Guest["network"], accelerator: QemuMachine["accelerator"]): Message {
  if (network === "user") return say("vm.card-user");
  return say("vm.card-tap", { vhost: vhost(accelerator) });
}

async function factsOf(
  { machine, network, lacks }: Guest,
  context: RunContext,
  signal: AbortSignal,
): Promise<Facts> {
  const accelerator = await chooseAccelerator(context, signal);
  const { kernel } = await guestBoot(context);
  return {
    accelerator: accelerator.name,
    ...(accelerator.reason === undefined ? {} : { "accelerator reason": accelerator.reason }),
    machine,
    "CPU model": accelerator.cpuModel,
    ...(lacks?.network === undefined
      ? { "network card": cardFact(network, accelerator.name) }
      : {}),
    QEMU: accelerator.qemuVersion,
    "guest kernel": `${kernel.version}, sha256 ${kernel.sha256.slice(0, 12)}`,
  };
}
