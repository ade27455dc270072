/**
 * Watches the host around each cell for anything that spoils samples. See proc(5) for the files.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./messages.ts";
import type { Warning } from "./types.ts";

export interface HostSnapshot {
  /** Ticks of the watched CPUs since boot. */
  readonly ticks: { readonly total: number; readonly busy: number; readonly steal: number };
  readonly swappedPages: number;
  readonly throttles: number;
}

export function snapshot(cpus: readonly number[]): HostSnapshot {
  return {
    ticks: parseTicks(readFileSync("/proc/stat", "utf8"), cpus),
    swappedPages: parseSwapped(readFileSync("/proc/vmstat", "utf8")),
    throttles: countThrottles(cpus),
  };
}

export function parseTicks(stat: string, cpus: readonly number[]): HostSnapshot["ticks"] {
  let total = 0;
  let busy = 0;
  let steal = 0;
  for (const line of stat.split("\n")) {
    const match = /^cpu(\d+) (.+)$/.exec(line);
    if (match === null || !cpus.includes(Number(match[1]))) continue;
    // user nice system idle iowait irq softirq steal; guest time is part of user.
    const fields = (match[2] ?? "").trim().split(/\s+/).slice(0, 8).map(Number);
    const sum = fields.reduce((a, b) => a + b, 0);
    total += sum;
    busy += sum - (fields[3] ?? 0) - (fields[4] ?? 0);
    steal += fields[7] ?? 0;
  }
  return { total, busy, steal };
}

export function parseSwapped(vmstat: string): number {
  return [...vmstat.matchAll(/^pswp(?:in|out) (\d+)$/gm)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
}

function countThrottles(cpus: readonly number[]): number {
  let count = 0;
  for (const cpu of cpus) {
    const folder = `/sys/devices/system/cpu/cpu${cpu}/thermal_throttle`;
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith("_throttle_count"))) {
      count += Number(readFileSync(`${folder}/${name}`, "utf8"));
    }
  }
  return count;
}

const STEAL_SHARE = 0.02;

/** Events on the host between two snapshots that cast doubt on samples taken then. */
export function hostWarnings(before: HostSnapshot, after: HostSnapshot): Warning[] {
  const warnings: Warning[] = [];
  const total = after.ticks.total - before.ticks.total;
  const steal = after.ticks.steal - before.ticks.steal;
  // A single tick of 10 ms in a short cell is too little to be a share.
  if (steal > 1 && steal / total > STEAL_SHARE) {
    warnings.push({
      code: "steal",
      message: say("campaign.steal", { share: steal / total }),
      remedy: say("campaign.avoid-steal"),
    });
  }
  if (after.swappedPages > before.swappedPages) {
    warnings.push({
      code: "swap",
      message: say("campaign.swapped"),
      remedy: say("campaign.free-memory"),
    });
  }
  if (after.throttles > before.throttles) {
    warnings.push({
      code: "throttling",
      message: say("campaign.throttled"),
      remedy: say("campaign.cool-it"),
    });
  }
  return warnings;
}

const BUSY_SHARE = 0.1;

/** Watches for a moment whether anything else uses the CPUs that are about to be measured. */
export async function busyWarning(
  cpus: readonly number[],
  lookMs: number,
): Promise<Warning | undefined> {
  const before = snapshot(cpus).ticks;
  await sleep(lookMs);
  const after = snapshot(cpus).ticks;
  const share = (after.busy - before.busy) / Math.max(1, after.total - before.total);
  if (share <= BUSY_SHARE) return undefined;
  return {
    code: "busy-machine",
    message: say("campaign.busy", { cpus, share }),
    remedy: say("campaign.stop-others"),
  };
}
