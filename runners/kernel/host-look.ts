/**
 * What the host has done so far. Sources: proc_stat(5); the kernel's accounting/psi.rst.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostLook } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { memAvailable } from "./memory.ts";

/** /proc/stat counts in this unit on every architecture: USER_HZ, time(7). */
const NS_PER_TICK = 1e7;
const NS_PER_US = 1e3;

/** What a run counts of itself. */
interface Asked {
  readonly hostCpu: RunContext["hostCpu"];
  readonly charge: RunContext["charge"];
}

export function lookAtHost({ hostCpu, charge }: Asked): HostLook {
  const busyTicks = ticksIn(readFileSync("/proc/stat", "utf8"));
  const { user, system } = process.cpuUsage();
  const run = hostCpu();
  const charged = charge();
  const stalled = stalledNs("/proc/pressure");
  return {
    atNs: process.hrtime.bigint(),
    ...(run === undefined ? {} : { runCpuNs: run.usageNs }),
    othersCpuNs: busyTicks * NS_PER_TICK - (user + system) * NS_PER_US,
    ...(stalled === undefined ? {} : { stalledNs: stalled }),
    ...(charged === undefined
      ? {}
      : { runMemoryBytes: charged.anonBytes + (charged.kernelBytes ?? 0) }),
    availableBytes: memAvailable(),
  };
}

/** How long the CPUs worked, all together: user, nice, system, irq and softirq. */
export function ticksIn(stat: string): number {
  const fields = /^cpu +(.+)$/m.exec(stat)?.[1]?.split(" ").map(Number);
  if (fields === undefined) throw new Error("/proc/stat has no line of all CPUs");
  // The fourth and the fifth are idle and iowait. What others took (steal) comes after these.
  return [0, 1, 2, 5, 6].reduce((sum, index) => sum + (fields[index] ?? 0), 0);
}

/** Undefined where the kernel keeps no such record, or may not be asked. */
export function stalledNs(folder: string): HostLook["stalledNs"] {
  try {
    const total = (name: string) => someTotal(readFileSync(join(folder, name), "utf8"));
    return { cpu: total("cpu"), memory: total("memory"), io: total("io") };
  } catch {
    return undefined;
  }
}

/** "some avg10=0.00 avg60=0.00 avg300=0.00 total=0", in microseconds. */
function someTotal(text: string): number {
  const total = /^some .*\btotal=(\d+)$/m.exec(text)?.[1];
  if (total === undefined) throw new Error(`no total of "some": ${JSON.stringify(text)}`);
  return Number(total) * NS_PER_US;
}
