/** Launches a prepared instance, in the same way for cold starts and for sessions. */
import type { Phase, PhaseName } from "../../bench/types.ts";
import type { Launch, LaunchCommand } from "../launch/launcher.ts";
import { INIT_MARK, inputOf, marksInit } from "./first-process.ts";
import type { Prepared } from "./recipe.ts";

/** Stamps relative to the spawn, on the host's monotonic clock. */
export class Lifecycle {
  readonly phases: Phase[] = [{ phase: "spawn", atNs: 0 }];
  readonly #launch: Launch;

  constructor(launch: Launch) {
    this.#launch = launch;
  }

  stamp(phase: PhaseName, atNs: bigint): void {
    this.phases.push({ phase, atNs: Number(atNs - this.#launch.spawnNs) });
  }

  /** Moves stamps back that were taken after this moment: what they stamp had happened by then. */
  bound(atNs: bigint): void {
    const most = Number(atNs - this.#launch.spawnNs);
    for (const [index, one] of this.phases.entries()) {
      if (one.atNs > most) this.phases[index] = { ...one, atNs: most };
    }
  }
}

/** Does the work before a warm start and returns its duration; undefined for a cold start. */
export async function prework(
  prepared: Prepared,
  entry: readonly string[],
  interactive: boolean,
): Promise<number | undefined> {
  if (prepared.before === undefined) return undefined;
  const fromNs = process.hrtime.bigint();
  await prepared.before(entry, interactive);
  return Number(process.hrtime.bigint() - fromNs);
}

/** Launches the instance, and waits for the mark of its init if that prints one. */
export async function begin(
  prepared: Prepared,
  start: LaunchCommand,
  entry: readonly string[],
): Promise<{ launch: Launch; lifecycle: Lifecycle }> {
  const input = inputOf(entry, prepared.firstProcess);
  const ahead = input?.when === "before-spawn" ? input.text : undefined;
  const launch = await prepared.launcher.launch(start, ahead);
  const lifecycle = new Lifecycle(launch);
  if (marksInit(prepared.firstProcess)) await awaitInit(launch, lifecycle);
  if (input?.when === "after-init") launch.write(input.text);
  return { launch, lifecycle };
}

async function awaitInit(launch: Launch, lifecycle: Lifecycle): Promise<void> {
  const init = await launch.until((output, atNs) => {
    const match = INIT_MARK.exec(output);
    return match === null ? undefined : { end: match[0].length, atNs, uptime: match[1] };
  });
  if (init === undefined) return;
  if (init.uptime !== undefined) {
    // The uptime is a duration of the guest. The host's clock at its end gives the start, so clocks
    // are not mixed.
    const kernelNs = init.atNs - BigInt(Math.round(Number(init.uptime) * 1e9));
    if (kernelNs >= launch.spawnNs) lifecycle.stamp("kernel", kernelNs);
  }
  lifecycle.stamp("init", init.atNs);
}

/**
 * Ends an instance that failed. Resources that cannot be removed now stay in the ledger, for a
 * sweep.
 */
export async function discard(prepared: Prepared): Promise<void> {
  await prepared.launcher.close();
  await prepared.remove(false).catch(() => {});
}
