/** The common part of all guests whose channel is a serial line. */
import { say } from "../../bench/messages.ts";
import type { Facts, Image, Probe, Requirement } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { guestKernelState, KERNEL_REMEDY } from "../images/guest-kernel.ts";
import type { GuestBoot } from "../images/initramfs.ts";
import { imagePaths } from "../images/paths.ts";
import type { Prepared } from "../instance/recipe.ts";
import type { LaunchCommand, Launcher } from "../launch/launcher.ts";
import type { Served } from "../network/lab.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";

/** What a guest needs in addition to its monitor. */
export const GUEST_REQUIREMENTS: readonly Requirement[] = [
  toolRequirement("mke2fs", say("vm.makes-disks")),
  {
    kind: "kernel",
    name: "guest kernel",
    why: say("vm.is-guest-kernel"),
    remedy: KERNEL_REMEDY,
  },
];

/** A failed probe, if a tool or the guest's kernel is missing. */
export function guestProblem(
  context: RunContext,
  requirements: readonly Requirement[],
): Probe | undefined {
  const missing = missingTool(requirements);
  if (missing !== undefined) return missing;
  if (guestKernelState(context) !== "absent") return undefined;
  return { ok: false, reason: say("vm.no-guest-kernel"), remedy: KERNEL_REMEDY };
}

export function kernelFact({ kernel }: GuestBoot): Facts {
  return { "guest kernel": `${kernel.version}, sha256 ${kernel.sha256.slice(0, 12)}` };
}

/** Asks a guest's init to mount its root for writing. */
export const WRITABLE_ROOT = "isotax.rw";

export interface SerialGuest {
  readonly image: Image;
  readonly facts: Facts;
  readonly launcher: Launcher;
  /** The command's standard input and output are the guest's serial line. */
  readonly command: LaunchCommand;
  readonly network?: Served;
  /** More output for failure reports, which is not on standard error. */
  readonly log?: () => string;
  remove(clean: boolean): Promise<void>;
}

/** The guest's init opens the line, reads from it what to run, and reports the exit code. */
export function serialGuest(guest: SerialGuest): Prepared {
  return {
    facts: guest.facts,
    launcher: guest.launcher,
    paths: imagePaths(guest.image),
    launch: () => guest.command,
    firstProcess: { kind: "console", init: "marks-first" },
    ...(guest.network === undefined ? {} : { network: guest.network }),
    ...(guest.log === undefined ? {} : { consoleTail: guest.log }),
    remove: (clean) => guest.remove(clean),
  };
}

/**
 * The words for a guest's init (runners/agent/vm-init.sh), and those that keep its kernel off the
 * serial line. Only `console=tty0` does that reliably: without it a kernel may use the first
 * console that it finds.
 */
export function serialWords(rootDisk: string, dataDisk: string | undefined): readonly string[] {
  return [
    "console=tty0",
    "quiet",
    "panic=-1",
    "isotax.channel=ttyS0",
    `isotax.root=${rootDisk}`,
    ...(dataDisk === undefined ? [] : [`isotax.data=${dataDisk}`]),
  ];
}
