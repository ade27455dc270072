/** The command lines of QEMU's machines. */
import { readFileSync } from "node:fs";
import type { GuestBoot } from "../images/initramfs.ts";

export const QEMU = "qemu-system-x86_64";

export interface Machine {
  readonly accelerator: "kvm" | "tcg";
  readonly cpuModel: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly boot: GuestBoot;
  /** The image's disk, opened read-only, and a volume, by file. */
  readonly rootDisk?: string;
  readonly dataDisk?: string;
  /** File that receives the guest's console: its kernel's last words. */
  readonly console: string;
}

/**
 * The minimal machine, tuned: uncompressed kernel through PVH, qboot instead of
 * a BIOS, virtio over mmio, no PCI. The channel is a virtio-serial port on
 * QEMU's own standard input and output.
 * Source: docs/system/i386/microvm.rst in QEMU's sources.
 */
export function microvmArgv(machine: Machine): readonly string[] {
  return [
    QEMU,
    ...["-machine", "microvm,acpi=on,pit=on,pic=off,rtc=on,isa-serial=on"],
    ...["-accel", machine.accelerator, "-cpu", machine.cpuModel],
    ...["-smp", String(machine.vcpus), "-m", `${machine.memoryMiB}M`],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-bios", "qboot.rom"],
    ...["-kernel", machine.boot.kernel.kernel, "-initrd", machine.boot.initramfs],
    ...["-append", kernelCommandLine(machine.accelerator)],
    ...["-serial", `file:${machine.console}`],
    ...["-chardev", "stdio,id=channel,signal=off"],
    ...["-device", "virtio-serial-device", "-device", "virtserialport,chardev=channel,name=isotax"],
    ...(machine.rootDisk === undefined
      ? []
      : drive("root", machine.rootDisk, "readonly=on,cache=writeback")),
    // O_DIRECT on the host, and a flush that reaches the disk: the guest's numbers are flushed ones.
    ...(machine.dataDisk === undefined
      ? []
      : drive("data", machine.dataDisk, "cache=none,aio=native")),
  ];
}

function drive(id: string, file: string, options: string): readonly string[] {
  return [
    ...["-drive", `if=none,id=${id},format=raw,${options},file=${file.replaceAll(",", ",,")}`],
    ...["-device", `virtio-blk-device,drive=${id},serial=isotax-${id}`],
  ];
}

function kernelCommandLine(accelerator: "kvm" | "tcg"): string {
  const words = ["console=ttyS0", "quiet", "panic=-1", "reboot=t", "cryptomgr.notests"];
  const tscKhz = hostTscKhz();
  // Emulated, the guest reads the host's counter, but calibrates it against an emulated timer,
  // and sometimes fails to.
  if (accelerator === "tcg" && tscKhz !== undefined) words.push(`tsc_early_khz=${tscKhz}`);
  return words.join(" ");
}

/** The host's time stamp counter in kHz: on x86 the kernel presets BogoMIPS to twice the TSC's MHz. */
export function hostTscKhz(cpuinfo = readFileSync("/proc/cpuinfo", "utf8")): number | undefined {
  const bogomips = /^bogomips\s*:\s*([\d.]+)/im.exec(cpuinfo)?.[1];
  return bogomips === undefined ? undefined : Math.round(Number(bogomips) * 500);
}
