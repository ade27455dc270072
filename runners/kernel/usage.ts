/**
 * The use of one part of a run: one instance, or the services that several share. A part is a set
 * of control groups below the run's group, given by name: one that is made here and joined by its
 * launcher, and those that its tools make. A missing group counts as zero.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CpuTime, Footprint, Taken } from "../../bench/types.ts";
import type { ShellText } from "../host/shell.ts";
import { type CgroupSupport, joinLines } from "./cgroups.ts";
import { groupCpu } from "./cpu-time.ts";
import { groupCharge, groupPss } from "./memory.ts";

type Counting = Extract<CgroupSupport, { version: 1 | 2 }> & { readonly accounting: string };

/** Whether groups count the CPU time of their members. */
export function isCounting(support: CgroupSupport): support is Counting {
  return support.version !== 0 && support.accounting !== undefined;
}

/**
 * Makes a group, below an existing parent, that counts CPU time and limits nothing. Returns shell
 * lines that move the shell that runs them, and all that it starts, into the group.
 */
export function makeCountingGroup(support: Counting, name: string): readonly ShellText[] {
  const folder = join(support.accounting, name);
  mkdirSync(folder);
  return joinLines(support, [folder]);
}

/** The sum over all groups with these names. */
export function takenBy(
  support: Counting,
  names: readonly string[],
  { memory }: { readonly memory: boolean },
): Taken {
  const folders = names
    .map((name) => join(support.accounting, name))
    .filter((folder) => existsSync(folder));
  const cpu = folders.map((folder) => groupCpu(support, folder)).reduce(added, NO_TIME);
  if (!memory) return { cpu };
  const charges = names.flatMap((name) => chargeOf(support, name));
  const cgroup = charges.length === 0 ? {} : { cgroup: charges.reduce(together) };
  return { cpu, memory: { pss: groupPss(folders), ...cgroup } };
}

const NO_TIME: CpuTime = { usageNs: 0, userNs: 0, systemNs: 0 };

function added(one: CpuTime, other: CpuTime): CpuTime {
  return {
    usageNs: one.usageNs + other.usageNs,
    userNs: one.userNs + other.userNs,
    systemNs: one.systemNs + other.systemNs,
  };
}

type Charge = NonNullable<Footprint["cgroup"]>;

/** The memory charge of a group; empty if no hierarchy counts memory. */
function chargeOf(support: Counting, name: string): readonly Charge[] {
  const hierarchy = support.hierarchies.find(({ controllers }) => controllers.includes("memory"));
  if (hierarchy === undefined) return [];
  const folder = join(hierarchy.top, name);
  return existsSync(join(folder, "memory.stat")) ? [groupCharge(support, folder)] : [];
}

function together(one: Charge, other: Charge): Charge {
  const kernel = [one.kernelBytes, other.kernelBytes].filter((bytes) => bytes !== undefined);
  return {
    anonBytes: one.anonBytes + other.anonBytes,
    fileBytes: one.fileBytes + other.fileBytes,
    ...(kernel.length === 0 ? {} : { kernelBytes: kernel.reduce((sum, bytes) => sum + bytes) }),
  };
}

/**
 * The names of the groups directly below `parent` with a process that has this word in its command
 * line.
 */
export function groupsWithWord(support: CgroupSupport, parent: string, word: string): string[] {
  if (!isCounting(support)) return [];
  const folder = join(support.accounting, parent);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => membersOf(join(folder, name)).some((pid) => wordsOf(pid).includes(word)))
    .map((name) => join(parent, name));
}

function membersOf(folder: string): readonly string[] {
  return textOf(join(folder, "cgroup.procs")).split("\n").filter(Boolean);
}

function wordsOf(pid: string): readonly string[] {
  return textOf(`/proc/${pid}/cmdline`).split("\0");
}

/** Empty if the process or group has ended meanwhile. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
