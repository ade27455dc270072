/** User-mode Linux: its kernel, its command line. Source: Documentation/virt/uml/user_mode_linux_howto_v2.rst in the kernel's. */
import { readFileSync } from "node:fs";
import { hashFile } from "../../bench/hash.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { run, which } from "../host/process.ts";
import { bootOf, type GuestBoot } from "../images/initramfs.ts";
import { serialWords, WRITABLE_ROOT } from "./serial-guest.ts";

export const UML = "linux.uml";

/**
 * Where the guest's memory lies: a file that is mapped, and deleted before the guest begins. On a
 * disk the host would write the guest's memory back to it; this is a tmpfs, wherever there is one.
 */
export const RAM_FOLDER = "/dev/shm";

export interface UmlMachine {
  /** Names its folder, below the current one, with its process id and a control socket. */
  readonly name: string;
  readonly memoryMiB: number;
  readonly initramfs: string;
  readonly rootDisk: string;
  /** A file, made by the guest, that receives what is written to the root: copy on write. */
  readonly rootLayer?: string;
  readonly dataDisk?: string;
  readonly card?: { readonly tap?: string; readonly mac: string };
}

/**
 * The channel is a serial line on the descriptors that the process was given; the console, whose
 * words are few, goes to standard error. The volume is opened with O_SYNC (`s`): the driver loses
 * flushes (of eleven that a 6.1 guest had sent, the host saw no fsync), so that without it what the
 * guest takes for durable would only be in the host's page cache.
 */
export function umlArgv(machine: UmlMachine): readonly string[] {
  return [
    "unshare",
    ...namespaceFlags(),
    ...FIXED_ADDRESSES,
    UML,
    `mem=${machine.memoryMiB}M`,
    `initrd=${machine.initramfs}`,
    // c: without a lock. Its lock covers the whole file, even for reading, which QEMU takes for a refusal.
    machine.rootLayer === undefined
      ? `ubd0rc=${machine.rootDisk}`
      : `ubd0sc=${machine.rootLayer},${machine.rootDisk}`,
    ...(machine.rootLayer === undefined ? [] : [WRITABLE_ROOT]),
    ...(machine.dataDisk === undefined ? [] : [`ubd1s=${machine.dataDisk}`]),
    ...(machine.card === undefined ? [] : [cardWord(machine.card)]),
    // Not in the user's home, and relative: a socket's path may be 107 bytes long at most, unix(7).
    "uml_dir=./",
    `umid=${machine.name}`,
    "con=null",
    "con0=null,fd:2",
    "ssl=null",
    "ssl0=fd:0,fd:1",
    "noreboot",
    ...serialWords("ubda", machine.dataDisk === undefined ? undefined : "ubdb"),
    ...quickWords(),
  ];
}

/** Packets in batches, and merged, as the manual recommends: docs, "Configuring Vector Transports". */
function cardWord({ tap, mac }: NonNullable<UmlMachine["card"]>): string {
  return `vec0:transport=tap,ifname=${tap},mac=${mac},depth=128,gro=1`;
}

/**
 * The heap begins up to 32 MiB above the kernel's end, at an address that the host draws by lot; what
 * lies between the two is lost to the guest, whose memory would be another size at each boot.
 */
const FIXED_ADDRESSES = ["setarch", "--addr-no-randomize"];

/**
 * The kernel makes itself a session of its own, with a process for each of the guest's: a process
 * group would not hold it. A PID namespace does: with its first process all of them end.
 */
export function namespaceFlags(): readonly string[] {
  const pid = ["--pid", "--fork", "--kill-child"];
  return isRoot() ? pid : ["--user", "--map-current-user", ...pid];
}

/**
 * Benchmarks that the kernel makes of itself at each boot, three quarters of the time that it takes:
 * which code for RAID 6 is fastest (and Btrfs, which waits for the answer), and how many turns of a
 * loop make a jiffy. The latter only ever times waits for hardware.
 */
function quickWords(): readonly string[] {
  const lpj = loopsPerJiffy();
  return [
    "initcall_blacklist=raid6_select_algo,init_btrfs_fs,calibrate_xor_blocks",
    ...(lpj === undefined ? [] : [`lpj=${lpj}`]),
  ];
}

/** Debian's build: CONFIG_HZ. */
const HZ = 100;

/** The host's own: BogoMIPS are loops a second divided by 500000, says init/calibrate.c. */
export function loopsPerJiffy(cpuinfo = readFileSync("/proc/cpuinfo", "utf8")): number | undefined {
  const bogomips = /^bogomips\s*:\s*([\d.]+)/im.exec(cpuinfo)?.[1];
  return bogomips === undefined ? undefined : Math.round((Number(bogomips) * 500_000) / HZ);
}

/** From there on the kernel asks the host how much room a CPU's registers take: arch/x86/um/os-Linux/registers.c. */
const ASKS_FOR_ROOM = [6, 13] as const;

/**
 * Why a kernel cannot run on this CPU: older ones have 2.7 kB for its registers, and those of AMX take
 * 8 kB more. Its first process then dies of "ptrace set fp regs failed".
 */
export function registersProblem(
  version: string,
  cpuinfo = readFileSync("/proc/cpuinfo", "utf8"),
): string | undefined {
  const [major = 0, minor = 0] = version.split(/\D+/).map(Number);
  const asks =
    major > ASKS_FOR_ROOM[0] || (major === ASKS_FOR_ROOM[0] && minor >= ASKS_FOR_ROOM[1]);
  if (asks || !/^flags\s*:.*\bamx_tile\b/m.test(cpuinfo)) return undefined;
  return `User-mode Linux ${version} has no room for this CPU's AMX registers, and dies at its start`;
}

/** The kernel that is installed has all that it needs built in. */
export function umlBoot(context: RunContext): Promise<GuestBoot> {
  return context.shared("uml-boot", async () => {
    const file = which(UML) ?? UML;
    const version = (await run([file, "--version"])).stdout.trim();
    const kernel = { compressed: file, kernel: file, version, modules: undefined };
    return bootOf(context, { ...kernel, sha256: hashFile(file) }, [], "initramfs-uml");
  });
}
