/**
 * Cloud Hypervisor's command line. Sources, in its repository: README.md ("Custom Kernel and Disk
 * Image"), docs/device_model.md, vmm/src/serial_manager.rs.
 */
import type { DirectMachine } from "./direct-boot.ts";
import { serialWords } from "./serial-guest.ts";

export const CLOUD_HYPERVISOR = "cloud-hypervisor";

/**
 * The serial line is a socket: with `--serial tty` a standard input that is not a terminal is not
 * read. Disks get their names in the order in which they are listed.
 */
export function cloudHypervisorArgv(machine: DirectMachine, socket: string): readonly string[] {
  const { boot, dataDisk } = machine;
  return [
    CLOUD_HYPERVISOR,
    "--kernel",
    boot.kernel.kernel,
    "--initramfs",
    boot.initramfs,
    "--cmdline",
    serialWords("vda", dataDisk === undefined ? undefined : "vdb").join(" "),
    "--cpus",
    `boot=${machine.vcpus}`,
    "--memory",
    `size=${machine.memoryMiB}M`,
    "--disk",
    `path=${machine.rootDisk},readonly=on`,
    ...(dataDisk === undefined ? [] : [`path=${dataDisk},direct=on`]),
    "--serial",
    `socket=${socket}`,
    "--console",
    "off",
  ];
}
