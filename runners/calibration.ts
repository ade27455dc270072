/** What the harness itself costs, measured where and when the targets are. */
import { realpathSync } from "node:fs";
import type { RunContext } from "./context.ts";
import { Launcher } from "./host/launcher.ts";
import { which } from "./host/process.ts";

const ROUND_TRIPS = 200;
const SPAWNS = 100;
const WARMUP = 20;

/**
 * `channelNs`: telling the launcher to spawn nothing, and its answer.
 * `floorNs`: the static binary, unlimited and not isolated, from spawn to first byte.
 */
export async function calibrate(
  context: RunContext,
  cpus: readonly number[],
): Promise<{ channelNs: number[]; floorNs: number[] }> {
  const launcher = await Launcher.start({ cpus, ledger: context.ledger });
  try {
    const channelNs: number[] = [];
    for (let i = 0; i < ROUND_TRIPS + WARMUP; i++) channelNs.push(await launcher.roundTripNs());
    const floorNs: number[] = [];
    const argv = [realpathSync(which("busybox") ?? "/bin/busybox"), "echo", "ready"];
    for (let i = 0; i < SPAWNS + WARMUP; i++) {
      const launch = await launcher.launch({ argv });
      const first = await launch.until((output) => (output === "" ? undefined : { end: 0 }));
      await launch.exited;
      if (first !== undefined && launch.firstByteNs !== undefined) {
        floorNs.push(Number(launch.firstByteNs - launch.spawnNs));
      }
    }
    return { channelNs: channelNs.slice(WARMUP), floorNs: floorNs.slice(WARMUP) };
  } finally {
    await launcher.close();
  }
}
