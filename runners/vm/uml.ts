/**
 * User-mode Linux: its kernel and its command line. Source:
 * Documentation/virt/uml/user_mode_linux_howto_v2.rst in the kernel's sources.
 */
import { readFileSync } from "node:fs";
import { hashFile } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { run, which } from "../host/process.ts";
import { bootOf, type GuestBoot } from "../images/initramfs.ts";
import { serialWords, WRITABLE_ROOT } from "./serial-guest.ts";

export const UML = "linux.uml";

/**
 * The folder of the guest's memory: a file that is mapped, and deleted before the guest begins. On
 * a disk the host would write the guest's memory to it. This folder is a tmpfs on nearly every
 * host.
 */
export const RAM_FOLDER = "/dev/shm";

export interface UmlMachine {
  /** The name of its folder below the current one, with its process id and a control socket. */
  readonly name: string;
  readonly memoryMiB: number;
  readonly initramfs: string;
  readonly rootDisk: string;
  /** A copy-on-write file, made by the guest, that receives the writes to the root. */
  readonly rootLayer?: string;
  readonly dataDisk?: string;
  readonly card?: { readonly tap?: string; readonly mac: string };
}

/**
 * The channel is a serial line on the descriptors that the process was given. The console prints
 * little, and goes to standard error. The volume is opened with O_SYNC (`s`), because the driver
 * loses flushes (a 6.1 guest sent eleven, and the host saw no fsync). Without it, data that the
 * guest believes to be on disk would only be in the host's page cache.
 */
export function umlArgv(machine: UmlMachine): readonly string[] {
  return [
    "unshare",
    ...namespaceFlags(),
    ...FIXED_ADDRESSES,
    UML,
    `mem=${machine.memoryMiB}M`,
    `initrd=${machine.initramfs}`,
    // c: no lock. The driver's lock covers the whole file, even for reading, and QEMU would refuse
    // to open it.
    machine.rootLayer === undefined
      ? `ubd0rc=${machine.rootDisk}`
      : `ubd0sc=${machine.rootLayer},${machine.rootDisk}`,
    ...(machine.rootLayer === undefined ? [] : [WRITABLE_ROOT]),
    ...(machine.dataDisk === undefined ? [] : [`ubd1s=${machine.dataDisk}`]),
    ...(machine.card === undefined ? [] : [cardWord(machine.card)]),
    // The folder is not in the user's home, and relative: a socket's path may have at most 107
    // bytes, unix(7).
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

/**
 * Packets are batched and merged, as the manual recommends: docs, "Configuring Vector Transports".
 */
function cardWord({ tap, mac }: NonNullable<UmlMachine["card"]>): string {
  return `vec0:transport=tap,ifname=${tap},mac=${mac},depth=128,gro=1`;
}

/**
 * The heap begins up to 32 MiB above the kernel's end, at a random address that the host chooses.
 * The guest loses the memory between the two, so its memory size would differ at each boot.
 */
const FIXED_ADDRESSES = ["setarch", "--addr-no-randomize"];

/**
 * The kernel starts its own session, with a process for each of the guest's processes, so a process
 * group would not hold it. A PID namespace does: all processes end with its first one.
 */
export function namespaceFlags(): readonly string[] {
  const pid = ["--pid", "--fork", "--kill-child"];
  return isRoot() ? pid : ["--user", "--map-current-user", ...pid];
}

/**
 * Skips the benchmarks that the kernel runs at each boot, which take three quarters of the boot
 * time: which code for RAID 6 is fastest (and Btrfs, which waits for the result), and how many
 * turns of a loop make a jiffy. The kernel uses the latter only to wait for hardware.
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

/** The host's own value: BogoMIPS are loops per second divided by 500000 (init/calibrate.c). */
export function loopsPerJiffy(cpuinfo = readFileSync("/proc/cpuinfo", "utf8")): number | undefined {
  const bogomips = /^bogomips\s*:\s*([\d.]+)/im.exec(cpuinfo)?.[1];
  return bogomips === undefined ? undefined : Math.round((Number(bogomips) * 500_000) / HZ);
}

/**
 * From this version on the kernel asks the host for the size of a CPU's registers:
 * arch/x86/um/os-Linux/registers.c.
 */
const ASKS_FOR_ROOM = [6, 13] as const;

/**
 * Why a kernel cannot run on this CPU; undefined if it can. Older kernels have 2.7 kB for the
 * registers, and AMX needs 8 kB more. Their first process then dies of "ptrace set fp regs failed".
 */
export function registersProblem(
  version: string,
  cpuinfo = readFileSync("/proc/cpuinfo", "utf8"),
): Message | undefined {
  const [major = 0, minor = 0] = version.split(/\D+/).map(Number);
  const asks =
    major > ASKS_FOR_ROOM[0] || (major === ASKS_FOR_ROOM[0] && minor >= ASKS_FOR_ROOM[1]);
  if (asks || !/^flags\s*:.*\bamx_tile\b/m.test(cpuinfo)) return undefined;
  return say("targets.uml-no-registers", { version });
}

/** The installed kernel and its initramfs. The kernel has all needed drivers built in. */
export function umlBoot(context: RunContext): Promise<GuestBoot> {
  return context.shared("uml-boot", async () => {
    const file = which(UML) ?? UML;
    const version = (await run([file, "--version"])).stdout.trim();
    const kernel = { compressed: file, kernel: file, version, modules: undefined };
    return bootOf(context, { ...kernel, sha256: hashFile(file) }, [], "initramfs-uml");
  });
}
