/**
 * The boot files of every VM: the guest kernel, and an initramfs that finds the channel and the
 * disks.
 */
import { copyFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { hashFile, hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { isStatic, PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { installCommand } from "../tools/requirements.ts";
import { cached } from "./cache.ts";
import { type GuestKernel, guestKernel, moduleFiles } from "./guest-kernel.ts";
import { busyboxProgram } from "./tools.ts";

/** The first process of every guest; in a complete distribution, a service. */
export const VM_INIT = fileURLToPath(new URL("../agent/vm-init.sh", import.meta.url));

/**
 * The modules, in the order in which they must be loaded. Those that are built into the kernel are
 * not found, and not needed.
 */
const MODULES = [
  "virtio_ring",
  "virtio",
  "virtio_mmio",
  "virtio_pci_legacy_dev",
  "virtio_pci_modern_dev",
  "virtio_pci",
  "virtio_console",
  "virtio_blk",
];

/** The modules for guests that clients connect to. */
const NETWORK_MODULES = ["failover", "net_failover", "virtio_net"];

export interface GuestBoot {
  readonly kernel: GuestKernel;
  readonly initramfs: string;
  readonly initramfsBytes: number;
  /** Identifies kernel and initramfs together. */
  readonly digest: string;
}

/** `network`: adds the driver of a network card. Other guests do without it, to start faster. */
export function guestBoot(context: RunContext, network = false): Promise<GuestBoot> {
  const modules = network ? [...MODULES, ...NETWORK_MODULES] : MODULES;
  return context.shared(network ? "guest-boot-network" : "guest-boot", async () =>
    bootOf(context, await guestKernel(context), modules, "initramfs"),
  );
}

/** Like `guestBoot`, for another kernel than the guests'. */
export function bootOfKernel(context: RunContext, kernel: GuestKernel): Promise<GuestBoot> {
  return bootOf(context, kernel, MODULES, "initramfs-nested");
}

/** Makes the initramfs for any kernel, with those of these modules that are not built in. */
export async function bootOf(
  context: RunContext,
  kernel: GuestKernel,
  moduleNames: readonly string[],
  /**
   * The folder of the cache. Each folder keeps its last few, so each kind of machine has its own.
   */
  store: string,
): Promise<GuestBoot> {
  const modules = modulesOf(kernel, moduleNames);
  const busybox = busyboxProgram();
  if (!(await isStatic(busybox))) {
    throw new IsotaxError(
      "BUSYBOX_NOT_STATIC",
      say("images.busybox-not-static", { program: busybox }),
      installCommand(["busybox"]),
    );
  }
  const digest = hashJson([
    kernel.sha256,
    kernel.version,
    hashFile(VM_INIT),
    hashFile(busybox),
    modules.map(({ name, file }) => [name, hashFile(file)]),
  ]);
  const made = await cached(
    context,
    join(context.cache, store, digest.slice(0, 32)),
    async (building) => {
      await makeInitramfs(busybox, modules, building);
      return { files: ["initramfs.cpio.gz"] };
    },
  );
  const initramfs = join(made.folder, "initramfs.cpio.gz");
  return { kernel, initramfs, initramfsBytes: statSync(initramfs).size, digest };
}

async function makeInitramfs(
  busybox: string,
  modules: readonly Module[],
  building: string,
): Promise<void> {
  const root = join(building, "initramfs");
  for (const folder of ["bin", "dev", "proc", "sys", "root", "modules"]) {
    makeFolder(join(root, folder));
  }
  copyFileSync(busybox, join(root, "bin/busybox"));
  copyFileSync(VM_INIT, join(root, "init"));
  await copyModules(modules, join(root, "modules"));
  await run(
    [
      "sh",
      "-c",
      'chmod 755 init && find . | sort | "$1" cpio -o -H newc 2>/dev/null | gzip -6 --no-name >"$2"',
      "sh",
      busybox,
      join(building, "initramfs.cpio.gz"),
    ],
    { cwd: root, timeoutMs: PACKING_DEADLINE_MS },
  );
  await run(["rm", "-r", root]);
}

interface Module {
  readonly name: string;
  readonly file: string;
}

/** The files of the needed modules, in the order in which they are loaded. */
function modulesOf(kernel: GuestKernel, names: readonly string[]): readonly Module[] {
  const folder = kernel.modules;
  if (folder === undefined) return [];
  const files = moduleFiles(folder);
  return names.flatMap((name) => {
    const found = files.find(
      (path) =>
        basename(path)
          .replace(/\.ko.*$/, "")
          .replaceAll("-", "_") === name,
    );
    return found === undefined ? [] : [{ name, file: join(folder, found) }];
  });
}

/** Numbered, so that the init script loads them in order by listing the folder. */
async function copyModules(modules: readonly Module[], to: string): Promise<void> {
  for (const [index, { name, file }] of modules.entries()) {
    const target = join(to, `${String(index).padStart(2, "0")}-${name}.ko`);
    const unpack = { ".xz": "xz", ".zst": "zstd", ".gz": "gzip" }[
      /\.(?:xz|zst|gz)$/.exec(file)?.[0] ?? ""
    ];
    if (unpack === undefined) copyFileSync(file, target);
    else await run(["sh", "-c", '"$1" -dc <"$2" >"$3"', "sh", unpack, file, target]);
  }
}
