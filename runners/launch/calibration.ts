/** The cost of the harness itself, measured in the same place and time as the targets. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunContext } from "../context.ts";
import { busyboxProgram } from "../images/tools.ts";
import { SETTLE_MS } from "../instance/start.ts";
import { Launcher } from "./launcher.ts";

const ROUND_TRIPS = 200;
const SPAWNS = 100;
const SINGLE_SPAWNS = 10;
const WARMUP = 20;

/**
 * `channelNs`: a request to the launcher that spawns nothing, and its answer. `floorNs`: the static
 * binary, unlimited and not isolated, from spawn to first byte, back to back. `singleNs`: the same
 * after the pause that precedes every measured start: the CPU is idle and its caches are cold,
 * which is the larger part of a native start.
 */
export async function calibrate(
  context: RunContext,
  cpus: readonly number[],
): Promise<{ channelNs: number[]; floorNs: number[]; singleNs: number[] }> {
  const launcher = await Launcher.start({ cpus, context });
  const argv = [busyboxProgram(), "echo", "ready"];
  const spawns = async (count: number, pauseMs: number) => {
    const firstBytesNs: number[] = [];
    for (let i = 0; i < count; i++) {
      if (pauseMs > 0) await sleep(pauseMs);
      const launch = await launcher.launch({ argv });
      await launch.until((output) => (output === "" ? undefined : { end: 0 }));
      await launch.exited;
      if (launch.firstByteNs !== undefined) {
        firstBytesNs.push(Number(launch.firstByteNs - launch.spawnNs));
      }
    }
    return firstBytesNs;
  };
  try {
    const channelNs: number[] = [];
    for (let i = 0; i < ROUND_TRIPS + WARMUP; i++) channelNs.push(await launcher.roundTripNs());
    const floorNs = await spawns(SPAWNS + WARMUP, 0);
    const singleNs = await spawns(SINGLE_SPAWNS, SETTLE_MS);
    return { channelNs: channelNs.slice(WARMUP), floorNs: floorNs.slice(WARMUP), singleNs };
  } finally {
    await launcher.close();
  }
}
