/** What the command line gives to a campaign: this machine, its terminal, and Ctrl-C. */
import type { Surroundings } from "../bench/campaign/events.ts";
import type { Host } from "../bench/campaign/machine.ts";
import { thisHost } from "../runners/machine.ts";
import type { Interrupts } from "./interrupts.ts";
import { takeLock } from "./lock.ts";
import type { Progress } from "./progress.ts";
import { teller } from "./tell-campaign.ts";

export interface EngineFlags {
  readonly guestKernel?: string | undefined;
  readonly install: boolean;
}

/** Errors: `IsotaxError` if --guest-kernel names no kernel. */
export function surroundingsOf(
  flags: EngineFlags,
  progress: Progress,
  interrupts: Interrupts,
): Surroundings {
  return { host: hostOf(flags), emit: teller(progress), stopping: interrupts };
}

/** Errors: as `surroundingsOf`. */
export function hostOf({ guestKernel, install }: EngineFlags): Host {
  return thisHost({ mayFetch: install, guestKernel, lock: (purpose) => takeLock(purpose) });
}
