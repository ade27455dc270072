/**
 * What a run's instances take of the host's memory and disk, by four ways of counting that do not
 * agree, each for its reason. Sources: proc_pid_smaps(5); proc_meminfo(5); the kernel's
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
import { IsotaxError } from "../../bench/errors.ts";
import type { Footprint } from "../../bench/types.ts";
import type { CgroupSupport } from "./cgroups.ts";

const BYTES_PER_KIB = 1024;

export interface Counted {
  /** Group below which are all processes of the run but the harness. */
  readonly processes: string;
  /** The same for what memory is charged to; undefined where it is charged to none. */
  readonly memory: string | undefined;
  /** A folder on the disk that instances are kept on. */
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

/** Of the members of these groups, and of those below them. */
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

/** An instance may end while we look. */
function membersIfThere(group: string): readonly number[] {
  try {
    return membersOf(group);
  } catch {
    return [];
  }
}

const PSS_PARTS = ["Pss_Anon", "Pss_File", "Pss_Shmem"] as const;

/** Each page counts for a process as one over the number of those that map it. */
function proportionalSet(pids: readonly number[]): Footprint["pss"] {
  const sums = [0, 0, 0];
  // Processes that are one another's threads in all but name (CLONE_VM, as user-mode Linux has them)
  // share one address space, which each of them shows as its own: all figures and addresses the same.
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
        `the pages of process ${pid} cannot be read: ${(error as Error).message}`,
        "run as root, where ptrace is allowed (in Docker: --privileged)",
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

function memAvailable(): number {
  return kibibytes(readFileSync("/proc/meminfo", "utf8"), "MemAvailable") * BYTES_PER_KIB;
}

/** What is charged to a group, and to those below it. */
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
  // Shared memory is counted as files, by v2 and by v1.
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
