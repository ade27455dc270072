/**
 * What all instances of a run may take together, so that the host stays usable whatever they do.
 * Sources: proc_meminfo(5); the kernel's sysctl/kernel.rst.
 */
import { readFileSync } from "node:fs";
import type { OuterLimits } from "./cgroups.ts";

const MIB_PER_KIB = 1 / 1024;
/** Left to others: as much as experiments with many instances leave free, and less on a small host. */
const KEPT_MIB = 1536;
const KEPT_SHARE = 0.25;
const KEPT_PIDS = 1024;

export function outerLimits(): OuterLimits {
  const meminfo = readFileSync("/proc/meminfo", "utf8");
  const total = Number(/^MemTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1]) * MIB_PER_KIB;
  const pids = Math.min(
    ...["pid_max", "threads-max"].map((name) =>
      Number(readFileSync(`/proc/sys/kernel/${name}`, "utf8")),
    ),
  );
  return {
    memoryMiB: Math.floor(total - Math.min(KEPT_MIB, KEPT_SHARE * total)),
    pids: Math.max(Math.floor(pids / 2), pids - KEPT_PIDS),
  };
}
