/**
 * The host's CPU time of everything that belongs to a run but the harness: one control group, in
 * which launchers and daemons are started and below which instances have theirs. The kernel counts
 * for a group what its members use, those that have ended and those of the groups below included.
 * Sources: the kernel's cgroup-v1/cpuacct.rst; cgroup-v2.rst, "cpu.stat".
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import type { CpuTime } from "../../bench/types.ts";
import type { ShellText } from "../host/shell.ts";
import { type CgroupSupport, joinLines } from "./cgroups.ts";

export interface CpuAccount {
  /** Shell lines that put the shell that runs them, and what it starts, into the account. */
  readonly join: readonly ShellText[];
  /** Groups that hold all of the run's processes, and what memory is charged to. */
  readonly groups: { readonly processes: string; readonly memory: string | undefined };
  /** Name of the group below which each open instance's launcher has one: it hands down no controllers. */
  readonly launchers: string;
  read(): CpuTime;
}

/** The account of the group of this name, which exists in `support`'s hierarchies; undefined where none can be kept. */
export function openAccount(support: CgroupSupport, name: string): CpuAccount | undefined {
  if (support.version === 0 || support.accounting === undefined) return undefined;
  const group = join(support.accounting, name);
  try {
    return openGroup(support, group, name);
  } catch {
    // A hierarchy may look writable and refuse all the same, e.g. inside a container.
    return undefined;
  }
}

function openGroup(
  support: Exclude<CgroupSupport, { version: 0 }>,
  group: string,
  name: string,
): CpuAccount | undefined {
  if (support.version === 2) {
    // A group whose controllers are handed down has no members of its own: cgroups(7).
    const leaf = join(group, "launchers");
    mkdirSync(leaf);
    const groups = { processes: group, memory: group };
    return {
      groups,
      join: joinLines(support, [leaf]),
      launchers: `${name}/launchers`,
      read: () => groupCpu(support, group),
    };
  }
  makeFolder(group);
  if (!existsSync(join(group, "cpuacct.usage_user"))) return undefined;
  // Where groups count memory they have those of instances below them already; now all is in there.
  const memory = support.hierarchies.find(({ controllers }) => controllers.includes("memory"));
  const charged = memory === undefined ? undefined : join(memory.top, name);
  return {
    groups: { processes: group, memory: charged },
    join: joinLines(support, charged === undefined ? [group] : [group, charged]),
    launchers: name,
    read: () => groupCpu(support, group),
  };
}

/** What the members of a group have used, and those of the groups below it. */
export function groupCpu({ version }: CgroupSupport, group: string): CpuTime {
  if (version === 2) return parseCpuStat(read(group, "cpu.stat"));
  // Its two parts come from the clock's ticks, the whole from the scheduler.
  return {
    usageNs: Number(read(group, "cpuacct.usage")),
    userNs: Number(read(group, "cpuacct.usage_user")),
    systemNs: Number(read(group, "cpuacct.usage_sys")),
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
