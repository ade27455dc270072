import { readFileSync } from "node:fs";
import { cpuList } from "../../bench/cpu-list.ts";
import { outputNow, run } from "./process.ts";

export { cpuList };

/** The sources that say which CPUs may be used. Each of them alone may name too many. */
export interface CpuSources {
  /**
   * /proc/self/status. It also names CPUs that are possible but absent (room for hotplug, SMT off).
   */
  readonly status: string;
  /** The output of taskset(1), from sched_getaffinity(2); empty if there is no taskset. */
  readonly affinity: string;
  /** /sys/devices/system/cpu/online. */
  readonly online: string;
}

/** The CPUs that this process may run on, in order. */
export function allowedCpus(sources = cpuSources()): readonly number[] {
  const lists = [
    /^Cpus_allowed_list:\s*(\S+)$/m.exec(sources.status)?.[1],
    /:\s*([\d,-]+)\s*$/.exec(sources.affinity)?.[1],
    sources.online.trim(),
  ].map((text) => parseCpuList(text ?? ""));
  // A list that leaves no CPU is ignored: it could not be read, or is from another machine (a
  // container's /sys).
  const common = lists.reduce((some, list) => {
    const both = some.filter((cpu) => list.includes(cpu));
    return some.length === 0 ? list : both.length === 0 ? some : both;
  }, []);
  return common.length === 0 ? [0] : common;
}

function cpuSources(): CpuSources {
  return {
    status: readText("/proc/self/status"),
    affinity: outputNow(["taskset", "--cpu-list", "--pid", String(process.pid)]),
    online: readText("/sys/devices/system/cpu/online"),
  };
}

/** The kernel's list format: "0-2,5"; see cpuset(7). */
export function parseCpuList(text: string): readonly number[] {
  return text
    .trim()
    .split(",")
    .flatMap((range) => {
      const [from, to = from] = range === "" ? [] : range.split("-").map(Number);
      if (from === undefined || to === undefined || !(to >= from)) return [];
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    });
}

/** Moves every thread of this process to these CPUs. */
export async function pinSelf(cpus: readonly number[]): Promise<void> {
  await run(["taskset", "--all-tasks", "--cpu-list", "--pid", cpuList(cpus), String(process.pid)]);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
