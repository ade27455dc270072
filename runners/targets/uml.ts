import { statfsSync } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { say, verbatim } from "../../bench/messages.ts";
import type { Facts } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { tryRun } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import type { GuestBoot } from "../images/initramfs.ts";
import { gzippedBytes, makeVolume, vmDisk, vmParts, writableDisk } from "../images/vm-disk.ts";
import type { Recipe } from "../instance/recipe.ts";
import { Launcher } from "../launch/launcher.ts";
import { networkCard } from "../network/lab.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";
import { kernelFact, serialGuest } from "../vm/serial-guest.ts";
import { namespaceFlags, RAM_FOLDER, registersProblem, UML, umlArgv, umlBoot } from "../vm/uml.ts";

/**
 * A guest kernel that runs as a process of the host: no hypervisor, no hardware help, no emulation.
 */
export const recipe: Recipe = {
  id: "uml",
  title: "User-mode Linux",
  kind: "vm",
  adds: "a guest kernel of its own, as a process of the host: system calls are intercepted with ptrace(2)",
  rung: 190,
  below: "native",
  requires: [
    toolRequirement(UML, say("targets.is-uml-kernel")),
    toolRequirement("mke2fs", say("vm.makes-disks")),
    toolRequirement("unshare", say("targets.makes-pid-namespace")),
  ],
  deadlines: { readyMs: 60_000 },

  async probe(context, signal) {
    const missing = missingTool(recipe.requires);
    if (missing !== undefined) return missing;
    const words = ["unshare", ...namespaceFlags(), "true"];
    const { exitCode, stderr } = await tryRun(words, { signal });
    if (exitCode !== 0) {
      const reason = verbatim(`${words.join(" ")}: ${stderr.trim()}`);
      return { ok: false, reason, remedy: say("targets.root-or-namespaces") };
    }
    const boot = await umlBoot(context);
    const reason = registersProblem(boot.kernel.version);
    if (reason === undefined) return { ok: true, facts: factsOf(boot) };
    return { ok: false, reason, remedy: say("targets.uml-newer", { program: UML }) };
  },

  prepare: (context, spec) =>
    unwoundOnFailure(async (closers) => {
      if (spec.cpus.length > 1) {
        throw new IsotaxError(
          "ONE_CPU_ONLY",
          say("targets.uml-one-cpu", { cpus: spec.cpus.length }),
          say("targets.use-one-cpu"),
        );
      }
      needRam(spec.memoryMiB);
      const boot = await umlBoot(context);
      const disk = await writableDisk(context, spec.image, spec.rootMiB);
      const name = context.instanceName(recipe.id);
      const card =
        spec.served === true ? closers.use(await networkCard(context, "tap")) : undefined;
      const folder = closers.use(context.instanceFolder(name));
      const dataDisk = "data.ext4";
      if (spec.scratchMiB > 0) await makeVolume(`${folder.path}/${dataDisk}`, spec.scratchMiB);
      const argv = umlArgv({
        name,
        memoryMiB: spec.memoryMiB,
        initramfs: boot.initramfs,
        rootDisk: disk.file,
        ...(spec.rootMiB === undefined ? {} : { rootLayer: "root.cow" }),
        ...(spec.scratchMiB > 0 ? { dataDisk } : {}),
        ...(card === undefined ? {} : { card }),
      });
      const launcher = closers.hold(
        await Launcher.start({
          cpus: spec.cpus,
          context,
          account: spec.account,
          env: { TMPDIR: RAM_FOLDER },
          prefix: card?.enter ?? [],
          // Some of the guest's paths are relative to this folder.
          setup: [sh`cd ${folder.path}`],
        }),
      );
      const facts = factsOf(boot);
      const { image } = spec;
      return serialGuest({
        image,
        facts,
        launcher,
        command: { argv },
        ...(card === undefined ? {} : { network: card.served }),
        remove: (clean) => closers.unwind(clean),
      });
    }),

  async shipped(context, image) {
    const boot = await umlBoot(context);
    const parts = vmParts(boot, await vmDisk(context, image));
    // Other kernels are compressed on disk. This one is compressed only when shipped.
    const shippedBytes = await gzippedBytes(boot.kernel.compressed);
    return parts.map((part) => (part.part === "guest kernel" ? { ...part, shippedBytes } : part));
  },
};

/**
 * Checks the room for the guest's memory. Errors: `RAM_FOLDER_FULL`, because the guest would be
 * killed by SIGBUS as soon as it fills its memory.
 */
function needRam(memoryMiB: number): void {
  const { bavail, bsize } = statfsSync(RAM_FOLDER);
  const freeMiB = Math.floor((bavail * bsize) / 2 ** 20);
  if (freeMiB >= memoryMiB) return;
  throw new IsotaxError(
    "RAM_FOLDER_FULL",
    say("targets.uml-no-room", { folder: RAM_FOLDER, freeMiB, memoryMiB }),
    say("targets.uml-make-room", { folder: RAM_FOLDER, memoryMiB }),
  );
}

function factsOf(boot: GuestBoot): Facts {
  return {
    accelerator: "ptrace",
    "guest code": say("targets.uml-runs-natively"),
    ...kernelFact(boot),
    // The driver has no O_DIRECT, and drops flushes: see umlArgv.
    disks: say("vm.disks-uml"),
  };
}
