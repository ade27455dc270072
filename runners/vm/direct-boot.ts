/** The common part of monitors that boot a kernel and an initramfs themselves. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, Message, Requirement } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { type GuestBoot, guestBoot } from "../images/initramfs.ts";
import { makeVolume, vmDisk, vmParts } from "../images/vm-disk.ts";
import { READ_ONLY_DISK, type Recipe, type RecipeIdentity } from "../instance/recipe.ts";
import { type LaunchCommand, Launcher } from "../launch/launcher.ts";
import { kvmProblem } from "./kvm.ts";
import { GUEST_REQUIREMENTS, guestProblem, kernelFact, serialGuest } from "./serial-guest.ts";

export interface DirectMachine {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly boot: GuestBoot;
  readonly rootDisk: string;
  readonly dataDisk?: string;
}

interface Monitor extends RecipeIdentity {
  /** The executable; `--version` prints a version of the form 1.2 or 1.2.3. */
  readonly tool: Requirement;
  readonly otherTools?: readonly Requirement[];
  /** The first version (major, minor) that can boot the guest, and why an older one cannot. */
  readonly since?: {
    readonly version: readonly [number, number];
    tooOld(versions: { readonly found: string; readonly needed: string }): Message;
  };
  /** Why it emulates the CPU, if it does. Then KVM is not needed, and reports mark its guests. */
  readonly emulates?: Message;
  readonly facts: Facts;
  /**
   * The command for an instance, the files that it needs in the instance's folder, by name, and the
   * socket that it makes elsewhere.
   */
  command(
    machine: DirectMachine,
    place: { readonly context: RunContext; readonly instance: string; readonly folder: string },
  ): {
    readonly launch: LaunchCommand;
    readonly files?: Readonly<Record<string, string>>;
    readonly socket?: string;
  };
}

export function directBoot(monitor: Monitor): Recipe {
  const { tool, otherTools, since, emulates, command, ...rest } = monitor;
  const { facts: own, ...identity } = rest;
  const facts: Facts =
    emulates === undefined
      ? { accelerator: "kvm", ...own }
      : { accelerator: "tcg", "accelerator reason": emulates, ...own };
  const recipe: Recipe = {
    ...identity,
    kind: "vm",
    requires: [tool, ...(otherTools ?? []), ...GUEST_REQUIREMENTS],
    deadlines: { readyMs: 60_000 },
    lacks: { "writable-root": READ_ONLY_DISK, network: say("vm.no-network-card") },

    async probe(context, signal) {
      const missing = guestProblem(context, recipe.requires);
      if (missing !== undefined) return missing;
      const version = versionIn((await run([tool.name, "--version"], { signal })).stdout);
      if (since !== undefined && !atLeast(version, since.version)) {
        const needed = since.version.join(".");
        const reason =
          version === undefined
            ? say("vm.version-unknown", { tool: tool.name, needed })
            : since.tooOld({ found: version, needed });
        return { ok: false, reason, remedy: tool.remedy };
      }
      const problem = emulates === undefined ? await kvmProblem(context, signal) : undefined;
      if (problem !== undefined) return problem;
      return { ok: true, facts: { version: version ?? say("targets.unknown"), ...facts } };
    },

    prepare: (context, spec) =>
      unwoundOnFailure(async (closers) => {
        const boot = await guestBoot(context);
        const { file: rootDisk } = await vmDisk(context, spec.image);
        const instance = context.instanceName(recipe.id);
        const folder = closers.use(context.instanceFolder(instance));
        const dataDisk = join(folder.path, "data.ext4");
        if (spec.scratchMiB > 0) await makeVolume(dataDisk, spec.scratchMiB);
        const { launch, files, socket } = command(
          {
            vcpus: spec.cpus.length,
            memoryMiB: spec.memoryMiB,
            boot,
            rootDisk,
            ...(spec.scratchMiB > 0 ? { dataDisk } : {}),
          },
          { context, instance, folder: folder.path },
        );
        if (socket !== undefined) closers.defer(() => rmSync(socket, { force: true }));
        for (const [name, text] of Object.entries(files ?? {})) {
          writeFileSync(join(folder.path, name), text);
        }
        return serialGuest({
          image: spec.image,
          facts: { ...facts, ...kernelFact(boot) },
          launcher: closers.hold(
            await Launcher.start({ cpus: spec.cpus, context, account: spec.account }),
          ),
          command: launch,
          remove: (clean) => closers.unwind(clean),
        });
      }),

    async shipped(context, image) {
      return vmParts(await guestBoot(context), await vmDisk(context, image));
    },
  };
  return recipe;
}

export function versionIn(text: string): string | undefined {
  return /\d+\.\d+(?:\.\d+)?/.exec(text)?.[0];
}

function atLeast(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = (version ?? "").split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
