/**
 * What is run inside a container to see its isolation: lines for busybox's shell that print
 * "NAME: VALUE", and the words for calls.c. All of it is harmless: files and a device are opened,
 * and not written to.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SYSCALLS } from "../../runners/kernel/seccomp-syscalls.ts";

/** A session takes commands of one line. */
function oneLine(script: string): string {
  return script.trim().replaceAll(/\n\s*/g, " ");
}

/** Looked at beside the first levels of /proc and /sys. */
const DEEPER = `
  /proc/sys/kernel/hostname /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches
  /proc/irq/default_smp_affinity /sys/power/state /sys/kernel/mm/transparent_hugepage/enabled
`;

/**
 * Paths of /proc and /sys: what they are, whether they hold something, whether files can be opened
 * for writing. Who reads kmsg takes the host's messages away, or waits for some.
 */
export const PATHS = oneLine(`
  for p in /proc/[!0-9]* /sys/* /sys/kernel/* /sys/fs/* ${DEEPER}; do
    if [ -L $p ] || [ ! -e $p ] || [ $p = /sys/fs/cgroup ]; then continue; fi;
    if [ -d $p ]; then
      if [ "$(ls -A $p)" ]; then echo "path $p: folder"; else echo "path $p: empty folder"; fi;
      continue;
    fi;
    kind=file; if [ -c $p ]; then kind=device; fi;
    bytes=; case $p in *kmsg) ;; *) bytes=$(head -c 1 $p 2>/dev/null | wc -c) ;; esac;
    echo "path $p: $kind, $bytes byte read";
    w=no; if true 2>/dev/null >>$p; then w=yes; fi;
    echo "writable $p: $w";
  done
`);

export const DEVICES = oneLine(`
  find /dev -type c -o -type b | while read -r p; do
    echo "device $p: $(stat -c '%F %t:%T %a %u:%g' $p)";
  done
`);

/** Limits as programs find them: of v1 in a folder for each hierarchy, of v2 in one for all. */
export const GROUP_FILES = oneLine(`
  cd /sys/fs/cgroup; for f in
    cpuset/cpuset.cpus cpuset/cpuset.mems memory/memory.limit_in_bytes
    memory/memory.memsw.limit_in_bytes memory/memory.soft_limit_in_bytes pids/pids.max
    cpu/cpu.cfs_quota_us cpu/cpu.shares blkio/blkio.bfq.weight devices/devices.list
    cpuset.cpus cpuset.cpus.effective cpuset.mems memory.max memory.high memory.swap.max
    memory.oom.group pids.max cpu.max cpu.weight io.weight;
  do
    if [ ! -f $f ]; then continue; fi;
    echo "group file $f: $(echo $(cat $f))";
    w=no; if true 2>/dev/null >>$f; then w=yes; fi;
    echo "writable group file $f: $w";
  done
`);

export const SINGLE = oneLine(`
  echo "hostname: $(hostname)";
  echo "domainname: $(cat /proc/sys/kernel/domainname)";
  for f in uid_map gid_map setgroups oom_score_adj coredump_filter; do
    echo "$f: $(echo $(cat /proc/self/$f))";
  done;
  echo "security label: $(cat /proc/self/attr/current 2>/dev/null)";
  echo "loopback: $(cat /sys/class/net/lo/flags)";
  echo "network links: $(echo $(ls /sys/class/net))"
`);

/**
 * The number of a block device that the host itself may open, as `7:0`; undefined if there is none.
 * Drives are left alone: to open one may move its medium.
 */
export function blockDevice(): string | undefined {
  const names = existsSync("/sys/block") ? readdirSync("/sys/block") : [];
  const usable = names.find((name) => {
    if (/^(?:sr|fd)\d/.test(name)) return false;
    try {
      closeSync(openSync(join("/dev", name), "r"));
      return true;
    } catch {
      return false;
    }
  });
  return usable && readFileSync(join("/sys/block", usable, "dev"), "utf8").trim();
}

/** Makes a node for such a device, opens and removes it. Nothing is read. */
export function madeNode(): string {
  const number = blockDevice();
  if (number === undefined) return 'echo "node for a block device: the host has none"';
  return oneLine(`
    n="cannot be made";
    if mknod /made b ${number.replace(":", " ")} 2>/dev/null; then
      n="is refused"; if true 2>/dev/null </made; then n="can be opened"; fi; rm /made;
    fi;
    echo "node for a block device: $n"
  `);
}

/** Beyond the last call that has a name: a filter must refuse what it does not know. */
const UNKNOWN = 20;

/**
 * pause(2) only waits. vfork(2) would run on the stack of the program that tries it. sync(2) would do
 * all its work: it writes back the host's page cache.
 */
const LEFT_OUT = ["pause", "vfork", "sync"];

/** clone(2) with no new namespace, and with one of each kind. */
const SIGCHLD = 17;
const NEW_NAMESPACES = [
  ...[0, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000],
];

/** personality(2): what Docker's profile names, then what it does not. */
const PERSONALITIES = [0, 0x8, 0x20000, 0x20008, 0xffffffff, 0x40000, 0x400000];

/** getpid(2) of the x32 ABI. */
const X32 = 0x40000000 + 39;

const NAMES = new Map([...SYSCALLS].map(([name, number]) => [number, name]));

/** Every call of x86-64, two with several arguments, and the two other tables of calls. */
export const CALLS: readonly string[] = [
  ...Array.from({ length: Math.max(...NAMES.keys()) + 1 + UNKNOWN }, (_, number) => number)
    .filter((number) => !LEFT_OUT.includes(NAMES.get(number) ?? ""))
    .map(String),
  ...NEW_NAMESPACES.map((flags) => `${SYSCALLS.get("clone")},${flags + SIGCHLD}`),
  ...PERSONALITIES.map((persona) => `${SYSCALLS.get("personality")},${persona}`),
  String(X32),
  "i386",
];

/** How a look names a call, by its word. */
export function nameOfCall(word: string): string {
  const [number = "", argument] = word.split(",");
  if (number === String(X32)) return "of x32";
  const name = NAMES.get(Number(number)) ?? number;
  return argument === undefined ? name : `${name} 0x${Number(argument).toString(16)}`;
}
