/**
 * The host's CPU time of everything that belongs to a run but the harness: one control group, in
 * which launchers and daemons are started and below which instances have theirs. The kernel counts
 * for a group what its members use, those that have ended and those of the groups below included.
 * Sources: the kernel's cgroup-v1/cpuacct.rst; cgroup-v2.rst, "cpu.stat".
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CpuTime } from "../../bench/types.ts";
import { type CgroupSupport, joinLines } from "./cgroups.ts";

export interface CpuAccount {
  /** Shell lines that put the shell that runs them, and what it starts, into the account. */
  readonly join: readonly string[];
  read(): CpuTime;
}

/** The account of the group of this name, which exists in `support`'s hierarchies; undefined where none can be kept. */
export function openAccount(support: CgroupSupport, name: string): CpuAccount | undefined {
  if (support.version === 0 || support.accounting === undefined) return undefined;
  const group = join(support.accounting, name);
  try {
    return openGroup(support, group);
  } catch {
    // A hierarchy may look writable and refuse all the same, e.g. inside a container.
    return undefined;
  }
}

function openGroup(
  support: Exclude<CgroupSupport, { version: 0 }>,
  group: string,
): CpuAccount | undefined {
  if (support.version === 2) {
    // A group whose controllers are handed down has no members of its own: cgroups(7).
    const leaf = join(group, "launchers");
    mkdirSync(leaf);
    return { join: joinLines(support, [leaf]), read: () => parseCpuStat(read(group, "cpu.stat")) };
  }
  mkdirSync(group, { recursive: true });
  if (!existsSync(join(group, "cpuacct.usage_user"))) return undefined;
  return {
    join: joinLines(support, [group]),
    // Its two parts come from the clock's ticks, the whole from the scheduler.
    read: () => ({
      usageNs: Number(read(group, "cpuacct.usage")),
      userNs: Number(read(group, "cpuacct.usage_user")),
      systemNs: Number(read(group, "cpuacct.usage_sys")),
    }),
  };
}

function read(group: string, file: string): string {
  return readFileSync(join(group, file), "utf8");
}

export function parseCpuStat(text: string): CpuTime {
  const microseconds = (key: string) => {
    const found = new RegExp(`^${key} (\\d+)$`, "m").exec(text)?.[1];
    if (found === undefined) throw new Error(`cpu.stat has no ${key}: ${JSON.stringify(text)}`);
    return Number(found);
  };
  const [usageNs, userNs, systemNs] = ["usage_usec", "user_usec", "system_usec"].map(
    (key) => microseconds(key) * 1000,
  ) as [number, number, number];
  return { usageNs, userNs, systemNs };
}
