/**
 * The host's CPU time of everything in a run except the harness. It is read from one control group:
 * launchers and daemons are started in it, and instances have their groups below it. The kernel
 * counts the use of a group's members, of ended ones, and of the groups below it.
 * Sources: the kernel's cgroup-v1/cpuacct.rst; cgroup-v2.rst, "cpu.stat".
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import type { CpuTime } from "../../bench/types.ts";
import type { ShellText } from "../host/shell.ts";
import { type CgroupSupport, joinLines } from "./cgroups.ts";

export interface CpuAccount {
  /** Shell lines that move the shell that runs them, and all that it starts, into the account. */
  readonly join: readonly ShellText[];
  /** The groups that hold all of the run's processes, and that memory is charged to. */
  readonly groups: { readonly processes: string; readonly memory: string | undefined };
  /**
   * The name of the group below which each open instance's launcher has its own. No controllers are
   * enabled below it.
   */
  readonly launchers: string;
  read(): CpuTime;
}

/** The account of an existing group with this name; undefined if none can be kept. */
export function openAccount(support: CgroupSupport, name: string): CpuAccount | undefined {
  if (support.version === 0 || support.accounting === undefined) return undefined;
  const group = join(support.accounting, name);
  try {
    return openGroup(support, group, name);
  } catch {
    // A hierarchy may look writable and still refuse, e.g. inside a container.
    return undefined;
  }
}

function openGroup(
  support: Exclude<CgroupSupport, { version: 0 }>,
  group: string,
  name: string,
): CpuAccount | undefined {
  if (support.version === 2) {
    // A group that enables controllers below it has no members of its own: cgroups(7).
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
  // The memory hierarchy already holds the instances' groups. Launchers join it too, so that it
  // holds everything.
  const memory = support.hierarchies.find(({ controllers }) => controllers.includes("memory"));
  const charged = memory === undefined ? undefined : join(memory.top, name);
  return {
    groups: { processes: group, memory: charged },
    join: joinLines(support, charged === undefined ? [group] : [group, charged]),
    launchers: name,
    read: () => groupCpu(support, group),
  };
}

/** The CPU time of the members of a group, and of the groups below it. */
export function groupCpu({ version }: CgroupSupport, group: string): CpuTime {
  if (version === 2) return parseCpuStat(read(group, "cpu.stat"));
  // The two parts are sampled by clock ticks. The total comes from the scheduler.
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
