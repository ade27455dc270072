/**
 * What a host has only so much of, and how much of it is used. Sources: proc(5); the kernel's
 * sysctl/kernel.rst and sysctl/fs.rst; keyrings(7); inotify(7); nf_conntrack-sysctl.rst; psi.rst; the
 * kernel's net/bridge/br_private.h for BR_PORT_BITS.
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { LimitUse } from "../../bench/types.ts";

/** A bridge numbers its ports with 10 bits, and 0 is no port. */
const BRIDGE_PORTS = 1023;

/**
 * Limits of the host, and of this process: an instance needs pipes of the harness. Those that the
 * kernel does not tell are left out. `all`: also those for which each process is looked at. That
 * takes tens of ms, in which the harness does nothing else.
 */
export function limitsInUse({ all = true } = {}): readonly LimitUse[] {
  return Object.entries(all ? { ...READERS, ...SLOW_READERS } : READERS).flatMap(
    ([limit, read]): LimitUse[] => {
      try {
        const [used, most] = read();
        return Number.isFinite(used) && most > 0 && Number.isFinite(most)
          ? [{ limit, used, most }]
          : [];
      } catch {
        return [];
      }
    },
  );
}

type Use = readonly [used: number, most: number];

const READERS: Readonly<Record<string, () => Use>> = {
  memory: () => {
    const meminfo = text("/proc/meminfo");
    const kib = (key: string) => numberIn(meminfo, new RegExp(`^${key}:\\s+(\\d+) kB$`, "m"));
    const total = kib("MemTotal");
    return [total - kib("MemAvailable"), total];
  },
  pids: () => {
    const tasks = numberIn(text("/proc/loadavg"), /\/(\d+) /);
    return [
      tasks,
      Math.min(number("/proc/sys/kernel/pid_max"), number("/proc/sys/kernel/threads-max")),
    ];
  },
  "open files": () => {
    const [used = Number.NaN, , most = Number.NaN] = numbers("/proc/sys/fs/file-nr");
    return [used, most];
  },
  "open files of the harness": () => [
    readdirSync("/proc/self/fd").length,
    numberIn(text("/proc/self/limits"), /^Max open files\s+(\d+)/m),
  ],
  mounts: () => [
    text("/proc/self/mountinfo").split("\n").length - 1,
    number("/proc/sys/fs/mount-max"),
  ],
  keys: () => {
    const line = new RegExp(`^\\s*${process.geteuid?.() ?? 0}:.* (\\d+)/(\\d+) \\d+/\\d+$`, "m");
    const [, used, most] = line.exec(text("/proc/key-users")) ?? [];
    return [Number(used ?? Number.NaN), Number(most ?? Number.NaN)];
  },
  "ports of a bridge": () => {
    const devices = readdirSync("/sys/class/net");
    const ports = devices.map((device) => names(join("/sys/class/net", device, "brif")).length);
    return [Math.max(0, ...ports), BRIDGE_PORTS];
  },
  connections: () => [
    number("/proc/sys/net/netfilter/nf_conntrack_count"),
    number("/proc/sys/net/netfilter/nf_conntrack_max"),
  ],
  "pseudo terminals": () => [number("/proc/sys/kernel/pty/nr"), number("/proc/sys/kernel/pty/max")],
  "loop devices": () => {
    const all = readdirSync("/sys/block").filter((name) => name.startsWith("loop"));
    const used = all.filter((name) => names(join("/sys/block", name, "loop")).length > 0);
    return [used.length, all.length];
  },
  "CPU pressure": () => [someAverage("/proc/pressure/cpu"), 100],
  "memory pressure": () => [someAverage("/proc/pressure/memory"), 100],
};

const SLOW_READERS: typeof READERS = {
  inotify: () => [inotifyInstances(), number("/proc/sys/fs/inotify/max_user_instances")],
};

/** Of this user, in all of the processes that may be looked at. */
function inotifyInstances(): number {
  const user = process.geteuid?.() ?? 0;
  const own = names("/proc").filter((name) => /^\d+$/.test(name) && ownerOf(name) === user);
  return own.reduce((sum, pid) => {
    const files = names(join("/proc", pid, "fd"));
    return sum + files.filter((file) => isInotify(join("/proc", pid, "fd", file))).length;
  }, 0);
}

function ownerOf(pid: string): number {
  try {
    return numberIn(text(join("/proc", pid, "status")), /^Uid:\s+\d+\s+(\d+)/m);
  } catch {
    return Number.NaN;
  }
}

function isInotify(link: string): boolean {
  try {
    return readlinkSync(link) === "anon_inode:inotify";
  } catch {
    return false;
  }
}

/** "some avg10=0.12 ...": percent of the last ten seconds. */
function someAverage(file: string): number {
  return numberIn(text(file), /^some avg10=([\d.]+)/m);
}

function text(file: string): string {
  return readFileSync(file, "utf8");
}

function number(file: string): number {
  return Number(text(file).trim());
}

function numbers(file: string): readonly number[] {
  return text(file).trim().split(/\s+/).map(Number);
}

function numberIn(of: string, pattern: RegExp): number {
  return Number(pattern.exec(of)?.[1] ?? Number.NaN);
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
