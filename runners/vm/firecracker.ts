/**
 * Firecracker's configuration. Sources, in its repository: docs/getting-started.md, docs/initrd.md,
 * docs/logger.md, docs/api_requests/block-caching.md, src/firecracker/swagger/firecracker.yaml (the
 * file given by --config-file holds the bodies of those requests).
 */

import { located } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import type { LaunchCommand } from "../launch/launcher.ts";
import type { DirectMachine } from "./direct-boot.ts";
import { serialWords } from "./serial-guest.ts";

export const FIRECRACKER = "firecracker";

/** Disks get their names in the order in which they are listed. */
export function firecrackerConfig(machine: DirectMachine): object {
  const { boot, dataDisk } = machine;
  return {
    "boot-source": {
      kernel_image_path: boot.kernel.kernel,
      initrd_path: boot.initramfs,
      // A guest tells Firecracker to end by a reset through the keyboard controller.
      boot_args: [
        "reboot=k",
        "pci=off",
        "i8042.noaux",
        "i8042.nomux",
        "i8042.dumbkbd",
        ...serialWords("vda", dataDisk === undefined ? undefined : "vdb"),
      ].join(" "),
    },
    drives: [
      drive("root", machine.rootDisk, { is_read_only: true }),
      // The default, Unsafe, acknowledges flushes and does nothing.
      ...(dataDisk === undefined
        ? []
        : [drive("data", dataDisk, { is_read_only: false, cache_type: "Writeback" })]),
    ],
    "machine-config": { vcpu_count: machine.vcpus, mem_size_mib: machine.memoryMiB },
  };
}

function drive(id: string, file: string, options: object): object {
  return { drive_id: id, path_on_host: file, is_root_device: false, ...options };
}

/** The log must not go to standard output, which is the serial line. */
export function firecrackerArgv(config: string, log: string): readonly string[] {
  const files = ["--config-file", config, "--log-path", log];
  return [FIRECRACKER, "--no-api", ...files, "--level", "Warning"];
}

/**
 * Firecracker writes the serial line without waiting, one byte at a time, and drops bytes that do
 * not fit. A pipe packs bytes, unlike the launcher's socket, and cat(1) empties it at once.
 */
export function unclogged(argv: readonly string[]): LaunchCommand {
  return { script: sh`${located(argv)} | cat` };
}
