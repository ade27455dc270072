/** Launching a prepared instance, the same way for cold starts and for sessions. */
import type { Phase, PhaseName } from "../../bench/types.ts";
import type { Launch, LaunchCommand } from "../launch/launcher.ts";
import { INIT_MARK, inputOf, marksInit } from "./first-process.ts";
import type { Prepared } from "./recipe.ts";

/** Stamps against the spawn, on the host's monotonic clock. */
export class Lifecycle {
  readonly phases: Phase[] = [{ phase: "spawn", atNs: 0 }];
  readonly #launch: Launch;

  constructor(launch: Launch) {
    this.#launch = launch;
  }

  stamp(phase: PhaseName, atNs: bigint): void {
    this.phases.push({ phase, atNs: Number(atNs - this.#launch.spawnNs) });
  }
}

/** Host nanoseconds of what precedes a warm start; undefined for a cold one. */
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

/** Launches, and waits for the instance's own init where it says that it has begun. */
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
    // A guest's duration, not its clock: when it began is told by the host's clock at its end.
    const kernelNs = init.atNs - BigInt(Math.round(Number(init.uptime) * 1e9));
    if (kernelNs >= launch.spawnNs) lifecycle.stamp("kernel", kernelNs);
  }
  lifecycle.stamp("init", init.atNs);
}

/** Ends an instance that failed; what cannot be removed now stays in the ledger, for a sweep. */
export async function discard(prepared: Prepared): Promise<void> {
  await prepared.launcher.close();
  await prepared.remove(false).catch(() => {});
}
