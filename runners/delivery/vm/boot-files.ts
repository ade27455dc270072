/**
 * The kernel and the initramfs of a VM, as they travel. Their names hold their hashes, so a client
 * knows whether it has them.
 */
import { join } from "node:path";
import { copyFile } from "../../../bench/files.ts";
import { hashFile, hashJson } from "../../../bench/hash.ts";
import type { RunContext } from "../../context.ts";
import { type CacheManifest, cached } from "../../images/cache.ts";
import { type GuestBoot, guestBoot } from "../../images/initramfs.ts";
import { packs } from "./packing.ts";

/** Changes with how they are packed. */
const EDITION = 1;

interface BootManifest extends CacheManifest {
  /** The names of both in a client's store. */
  readonly kernel: string;
  readonly initramfs: string;
}

export interface BootFiles extends Omit<BootManifest, "sha256"> {
  readonly boot: GuestBoot;
  readonly folder: string;
  /** The hash of each file, by its name. */
  readonly sha256: Readonly<Record<string, string>>;
}

/**
 * Made when first asked for. The kernel is the one that boots faster, uncompressed, and it travels
 * with a compression that takes long once: it is packed once for all images.
 */
export function bootFilesOf(context: RunContext): Promise<BootFiles> {
  return context.shared("delivery-boot-files", async () => {
    const boot = await guestBoot(context);
    const key = hashJson([EDITION, boot.digest, boot.kernel.kernel.endsWith("vmlinux")]);
    const place = join(context.cache, "delivery", "vm-boot", key.slice(0, 32));
    const { folder, manifest } = await cached<BootManifest>(context, place, async (building) => {
      const kernel = named("kernel", boot.kernel.kernel);
      const initramfs = named("initramfs", boot.initramfs);
      const packed = `${kernel}.zst`;
      await packs(["zstd", "-10", "-q", boot.kernel.kernel, "-o", join(building, packed)]);
      copyFile(boot.initramfs, join(building, initramfs));
      return { files: [packed, initramfs], kernel, initramfs };
    });
    return { ...manifest, boot, folder };
  });
}

function named(what: string, file: string): string {
  return `${what}-${hashFile(file).slice(0, 32)}`;
}
