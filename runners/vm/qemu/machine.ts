/** The command lines of QEMU's machines. */
import { existsSync, readFileSync } from "node:fs";
import type { GuestBoot } from "../../images/initramfs.ts";

export const QEMU = "qemu-system-x86_64";

/** A disk in a file, or one that QEMU reads over HTTP when the guest reads it. */
export type Disk = { readonly format: "raw" | "qcow2" } & (
  | { readonly file: string }
  /** `readAheadBytes`: how much is asked for at once. */
  | { readonly url: string; readonly readAheadBytes: number }
);

export interface QemuMachine {
  readonly accelerator: "kvm" | "tcg";
  readonly cpuModel: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly boot: GuestBoot;
  /**
   * `rootDisk`: the image's disk, read-only. `rootLayer`: a writable qcow2 layer above it instead.
   */
  readonly rootDisk?: Disk;
  readonly rootLayer?: string;
  /** The file of the volume. */
  readonly dataDisk?: string;
  /**
   * The network card: one of QEMU's back ends, in the form of `-netdev` without an id, and the
   * card's address.
   */
  readonly card?: { readonly backend: string; readonly mac: string };
  /** The file that receives the guest's console, for failure reports. */
  readonly console: string;
  /** Words for the guest's init, added to the kernel's command line. */
  readonly initWords?: readonly string[];
}

/**
 * The minimal machine, tuned: uncompressed kernel through PVH, qboot instead of a BIOS, virtio over
 * mmio, no PCI. The channel is a virtio-serial port on QEMU's own standard input and output.
 * `memory`: a file that holds the guest's RAM; `shared`: whether the guest's writes go into it.
 * Source: docs/system/i386/microvm.rst in QEMU's sources.
 */
export function microvmArgv(
  machine: QemuMachine,
  memory?: { readonly file: string; readonly shared: boolean },
): readonly string[] {
  const { boot, memoryMiB } = machine;
  const type = "microvm,acpi=on,pit=on,pic=off,rtc=on,isa-serial=on";
  return [
    QEMU,
    "-machine",
    memory === undefined ? type : `${type},memory-backend=ram`,
    ...(memory === undefined ? [] : ["-object", ramFile(memory, memoryMiB)]),
    "-nodefaults",
    "-no-user-config",
    "-bios",
    "qboot.rom",
    "-kernel",
    boot.kernel.kernel,
    "-initrd",
    boot.initramfs,
    "-append",
    kernelCommandLine(machine, ["reboot=t", "cryptomgr.notests", ...trustedTsc(machine)]),
    ...common(machine, "device"),
  ];
}

/**
 * A machine with PCI as most people use it, q35 or another type: SeaBIOS, the compressed kernel,
 * and the devices that QEMU adds by itself (for q35: VGA, AHCI, an e1000e with its user-mode
 * network). Nothing is tuned. Source: docs/system/i386/pc.rst in QEMU's sources.
 */
export function pciArgv(type: string, machine: QemuMachine): readonly string[] {
  const { boot } = machine;
  return [
    QEMU,
    "-machine",
    type,
    "-kernel",
    boot.kernel.compressed,
    "-initrd",
    boot.initramfs,
    "-append",
    kernelCommandLine(machine),
    ...common(machine, "pci"),
  ];
}

/**
 * The same machine, booted from its own disk like a cloud image, with boot loader, kernel and
 * initramfs on it. `bootDisk`: in QEMU's qcow2 format. Its kernel has a driver for virtio's network
 * card, not for the default one.
 */
export function q35DiskArgv(
  machine: Omit<QemuMachine, "boot">,
  bootDisk: string,
): readonly string[] {
  return [
    QEMU,
    "-machine",
    "q35",
    "-nic",
    "user,model=virtio-net-pci",
    "-drive",
    `if=none,id=boot,format=qcow2,file=${escaped(bootDisk)}`,
    "-device",
    "virtio-blk-pci,drive=boot,bootindex=0",
    ...common(machine, "pci"),
  ];
}

/** The options of all machines: size, channel, console and disks. */
function common(machine: Omit<QemuMachine, "boot">, bus: "device" | "pci"): readonly string[] {
  return [
    "-accel",
    machine.accelerator,
    "-cpu",
    machine.cpuModel,
    "-smp",
    String(machine.vcpus),
    "-m",
    `${machine.memoryMiB}M`,
    "-display",
    "none",
    "-no-reboot",
    "-serial",
    `file:${machine.console}`,
    "-chardev",
    "stdio,id=channel,signal=off",
    "-device",
    `virtio-serial-${bus}`,
    "-device",
    "virtserialport,chardev=channel,name=isotax",
    ...(machine.rootDisk === undefined
      ? []
      : // Through the host's page cache, in which VMs with one file have it once.
        drive(bus, "root", machine.rootDisk, "readonly=on,cache=writeback")),
    ...(machine.card === undefined ? [] : cardOf(bus, machine.card)),
    ...(machine.rootLayer === undefined
      ? []
      : drive(bus, "layer", { format: "qcow2", file: machine.rootLayer }, FLUSHED)),
    ...(machine.dataDisk === undefined
      ? []
      : drive(bus, "data", { format: "raw", file: machine.dataDisk }, FLUSHED)),
  ];
}

function cardOf(
  bus: string,
  { backend, mac }: NonNullable<QemuMachine["card"]>,
): readonly string[] {
  return ["-netdev", `${backend},id=net`, "-device", `virtio-net-${bus},netdev=net,mac=${mac}`];
}

/**
 * O_DIRECT on the host, and flushes that reach the disk, so the guest's disk figures are flushed
 * ones.
 */
const FLUSHED = "cache=none,aio=native";

function drive(bus: string, id: string, disk: Disk, options: string): readonly string[] {
  const words = [`if=none,id=${id},format=${disk.format},${options}`, ...sourceOf(disk)];
  return [
    "-drive",
    words.join(","),
    "-device",
    `virtio-blk-${bus},drive=${id},serial=isotax-${id}`,
  ];
}

function sourceOf(disk: Disk): readonly string[] {
  if ("file" in disk) return [`file=${escaped(disk.file)}`];
  const { url, readAheadBytes } = disk;
  return ["file.driver=http", `file.url=${escaped(url)}`, `file.readahead=${readAheadBytes}`];
}

function ramFile({ file, shared }: { file: string; shared: boolean }, mebibytes: number): string {
  const share = shared ? "on" : "off";
  return `memory-backend-file,id=ram,size=${mebibytes}M,mem-path=${escaped(file)},share=${share}`;
}

/** QEMU wants a comma inside an option's value written twice. */
export function escaped(file: string): string {
  return file.replaceAll(",", ",,");
}

function kernelCommandLine(machine: QemuMachine, tuning: readonly string[] = []): string {
  const words = ["console=ttyS0", "quiet", "panic=-1", ...tuning, ...(machine.initWords ?? [])];
  const tscKhz = hostTscKhz();
  // Under emulation the guest reads the host's counter, but calibrates it against an emulated
  // timer, and sometimes fails.
  if (machine.accelerator === "tcg" && tscKhz !== undefined) {
    words.push(`tsc_early_khz=${tscKhz}`);
  }
  return words.join(" ");
}

/**
 * A microvm has only two clocks, the TSC and its timer's ticks. A busy host drops ticks of an
 * emulated timer. The guest then believes that its TSC is too fast, and uses the ticks: a clock
 * that advances by 4 ms, and late. Under emulation the TSC is the host's, so the host's judgement
 * of it is valid.
 */
function trustedTsc({ accelerator }: QemuMachine): readonly string[] {
  return accelerator === "tcg" && hostTrustsTsc() ? ["tsc=reliable"] : [];
}

/**
 * Whether the host's kernel lists the TSC among its clocks. It removes a TSC that it finds
 * unstable.
 */
export function hostTrustsTsc(clocks = readIfAny(CLOCKS)): boolean {
  return clocks.trim().split(/\s+/).includes("tsc");
}

const CLOCKS = "/sys/devices/system/clocksource/clocksource0/available_clocksource";

function readIfAny(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/**
 * The frequency of the host's time stamp counter, in kHz. On x86 the kernel sets BogoMIPS to twice
 * the TSC's MHz.
 */
export function hostTscKhz(cpuinfo = readFileSync("/proc/cpuinfo", "utf8")): number | undefined {
  const bogomips = /^bogomips\s*:\s*([\d.]+)/im.exec(cpuinfo)?.[1];
  return bogomips === undefined ? undefined : Math.round(Number(bogomips) * 500);
}
