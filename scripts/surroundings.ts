/** What the command line gives to a campaign: a machine, its terminal, and Ctrl-C. */
import type { Emit, Surroundings } from "../bench/campaign/events.ts";
import type { Host } from "../bench/campaign/machine.ts";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { loadMadeTargets } from "../runners/registry.ts";
import type { Interrupts } from "./interrupts.ts";
import { takeLock } from "./lock.ts";
import type { Progress } from "./progress.ts";
import { teller } from "./tell-campaign.ts";

export interface EngineFlags {
  readonly guestKernel?: string | undefined;
  readonly image?: string | undefined;
  readonly install: boolean;
}

/**
 * `targets`: the ids of what is measured. Errors: `IsotaxError` if --guest-kernel names no kernel, or
 * --image no image.
 */
export async function surroundingsOf(
  targets: readonly string[],
  flags: EngineFlags,
  progress: Progress,
  interrupts: Interrupts,
  emit: Emit = teller(progress),
): Promise<Surroundings> {
  const madeUp = (await loadMadeTargets(targets)) !== undefined;
  if (madeUp && flags.image !== undefined) {
    throw new IsotaxError(
      "IMAGE_UNUSED",
      say("own-image.nothing-made-up"),
      say("own-image.real-targets"),
    );
  }
  const host = madeUp ? await madeUpHost() : await hostOf(flags);
  return { host, emit, stopping: interrupts };
}

/** This host. Errors: as `surroundingsOf`. */
export async function hostOf({ guestKernel, image, install }: EngineFlags): Promise<Host> {
  const { thisHost } = await import("../runners/machine.ts");
  return thisHost({ mayFetch: install, guestKernel, image, lock: (purpose) => takeLock(purpose) });
}

/** A machine that does not exist. Nothing is measured on it, so it takes no lock. */
async function madeUpHost(): Promise<Host> {
  const { MADE_UP_HOST } = await import("../runners/fake/machine.ts");
  return MADE_UP_HOST;
}
