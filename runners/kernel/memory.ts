/**
 * The memory and disk use of a run's instances on the host, counted in four ways. Each has a
 * reason, and they do not agree. Sources: proc_pid_smaps(5); proc_meminfo(5); the kernel's
 * cgroup-v1/memory.rst and cgroup-v2.rst, "memory.stat".
 */
import {
  type Dirent,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statfsSync,
} from "node:fs";
import { join } from "node:path";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Footprint } from "../../bench/types.ts";
import type { CgroupSupport } from "./cgroups.ts";

const BYTES_PER_KIB = 1024;

export interface Counted {
  /** The group below which all processes of the run are, except the harness. */
  readonly processes: string;
  /** The same for the group that memory is charged to; undefined if there is none. */
  readonly memory: string | undefined;
  /** A folder on the disk that holds the instances. */
  readonly disk: string;
}

export function readFootprint(support: CgroupSupport, counted: Counted): Footprint {
  const { bsize, blocks, bfree } = statfsSync(counted.disk);
  const cgroup = counted.memory === undefined ? undefined : groupCharge(support, counted.memory);
  return {
    pss: proportionalSet(membersOf(counted.processes)),
    ...(cgroup === undefined ? {} : { cgroup }),
    availableBytes: memAvailable(),
    diskUsedBytes: (blocks - bfree) * bsize,
  };
}

/** The proportional set size of the members of these groups, and of the groups below them. */
export function groupPss(groups: readonly string[]): Footprint["pss"] {
  return proportionalSet(groups.flatMap(membersIfThere));
}

function membersOf(group: string): readonly number[] {
  const own = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean);
  const below = readdirSync(group, { withFileTypes: true })
    .filter((entry: Dirent) => entry.isDirectory())
    .flatMap(({ name }) => membersIfThere(join(group, name)));
  return [...own.map(Number), ...below];
}

/** An instance may end while its groups are read. */
function membersIfThere(group: string): readonly number[] {
  try {
    return membersOf(group);
  } catch {
    return [];
  }
}

const PSS_PARTS = ["Pss_Anon", "Pss_File", "Pss_Shmem"] as const;

/** A page that N processes map counts as 1/N of a page for each of them. */
function proportionalSet(pids: readonly number[]): Footprint["pss"] {
  const sums = [0, 0, 0];
  // Processes may share one address space without being threads (CLONE_VM, as in user-mode Linux).
  // Each of them shows it as its own, with the same figures and addresses. It is counted once.
  const spaces = new Set<string>();
  for (const pid of pids) {
    let text: string;
    let space: string;
    try {
      text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      space = `${readlinkSync(`/proc/${pid}/ns/pid`)} ${text}`;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (["ENOENT", "ESRCH"].includes(code)) continue; // It has ended.
      throw new IsotaxError(
        "PSS_UNREADABLE",
        say("host.pages-unreadable", { pid, why: asMessage(error) }),
        say("host.allow-ptrace"),
      );
    }
    if (spaces.has(space)) continue;
    spaces.add(space);
    for (const [index, part] of PSS_PARTS.entries()) {
      sums[index] = (sums[index] ?? 0) + kibibytes(text, part) * BYTES_PER_KIB;
    }
  }
  const [anonBytes = 0, fileBytes = 0, shmemBytes = 0] = sums;
  return { anonBytes, fileBytes, shmemBytes };
}

function kibibytes(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0);
}

/** What the host could give to others, in bytes. */
export function memAvailable(): number {
  return kibibytes(readFileSync("/proc/meminfo", "utf8"), "MemAvailable") * BYTES_PER_KIB;
}

/** The memory that is charged to a group, and to the groups below it. */
export function groupCharge(
  support: CgroupSupport,
  group: string,
): NonNullable<Footprint["cgroup"]> {
  const stat = readFileSync(join(group, "memory.stat"), "utf8");
  const find = (key: string) => new RegExp(`^${key} (\\d+)$`, "m").exec(stat)?.[1];
  const value = (key: string) => {
    const found = find(key);
    if (found === undefined) throw new Error(`memory.stat of ${group} has no ${key}`);
    return Number(found);
  };
  // Both v2 and v1 count shared memory as files.
  if (support.version === 2) {
    const kernel = find("kernel");
    return {
      anonBytes: value("anon"),
      fileBytes: value("file"),
      ...(kernel === undefined ? {} : { kernelBytes: Number(kernel) }),
    };
  }
  const kernel = join(group, "memory.kmem.usage_in_bytes");
  return {
    anonBytes: value("total_rss"),
    fileBytes: value("total_cache"),
    ...(existsSync(kernel) ? { kernelBytes: Number(readFileSync(kernel, "utf8")) } : {}),
  };
}
