/**
 * The image as the disk of a VM: ext4, shared by all instances, which only read it. One with room is
 * for those that write: each has what it writes in a layer of its own, copied on write.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashJson } from "../../bench/hash.ts";
import type { Image, ShippedPart } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run, which } from "../host/process.ts";
import { type CacheManifest, cached } from "./cache.ts";
import type { GuestBoot } from "./initramfs.ts";
import { PART_TITLES } from "./rootfs.ts";

interface DiskManifest extends CacheManifest {
  readonly compressedBytes: number;
  readonly allocatedBytes: number;
  readonly virtualBytes: number;
  /** Bytes that each part of the image takes on the disk, by the part's title. */
  readonly partBytes: Readonly<Record<string, number>>;
}

export interface VmDisk extends Omit<DiskManifest, "sha256"> {
  readonly file: string;
}

/** Bumped when the way disks are made changes. */
const LAYOUT = 4;

/** `roomMiB`: to write in; 0 for a disk that is only read. */
export function vmDisk(context: RunContext, image: Image, roomMiB = 0): Promise<VmDisk> {
  return context.shared(`vm-disk-${image.digest}-${roomMiB}`, async () => {
    const key = hashJson([LAYOUT, image.digest, roomMiB]).slice(0, 32);
    const store = await cached<DiskManifest>(
      context,
      join(context.cache, "vm-disks", key),
      async (building) => {
        const file = join(building, "root.ext4");
        await makeDisk(image, file, roomMiB);
        const { size, blocks } = statSync(file);
        return {
          files: ["root.ext4"],
          compressedBytes: await gzippedBytes(file),
          allocatedBytes: blocks * 512,
          virtualBytes: size,
          partBytes: partBytes(image),
        };
      },
    );
    return { ...store.manifest, file: join(store.folder, "root.ext4") };
  });
}

/** The size of a file once it is compressed. */
export async function gzippedBytes(file: string): Promise<number> {
  const argv = ["sh", "-c", 'gzip -6 --no-name <"$1" | wc -c', "sh", file];
  const { stdout } = await run(argv, { timeoutMs: PACKING_DEADLINE_MS });
  return Number(stdout.trim());
}

/** As on the host's own disk: mke2fs would give one below 512 MiB blocks of 1 KiB. */
const BLOCK_BYTES = 4096;
const FILESYSTEM = ["-q", "-F", "-t", "ext4", "-m", "0", "-b", String(BLOCK_BYTES)];

async function makeDisk(image: Image, disk: string, roomMiB: number): Promise<void> {
  const bytes = image.files.reduce(
    (sum, file) => sum + Math.ceil(file.bytes / BLOCK_BYTES) * BLOCK_BYTES,
    0,
  );
  // Inodes, extents and slack; a root that is only read needs no journal.
  const mebibytes = Math.ceil((bytes * 1.04) / 2 ** 20) + 16 + (roomMiB > 0 ? JOURNAL_MIB : 0);
  const journal =
    roomMiB > 0
      ? ["-J", `size=${JOURNAL_MIB}`, "-E", "lazy_itable_init=0"]
      : ["-O", "^has_journal"];
  const argv = [
    which("mke2fs") ?? "mke2fs",
    ...FILESYSTEM,
    ...journal,
    "-L",
    "isotax-root",
    "-d",
    image.rootfs,
    disk,
    `${mebibytes + roomMiB}M`,
  ];
  await run(argv, { timeoutMs: PACKING_DEADLINE_MS });
}

const JOURNAL_MIB = 16;

/** A fresh ext4 volume of this size, as a sparse file. */
export async function makeVolume(file: string, mebibytes: number): Promise<void> {
  await run([
    which("mke2fs") ?? "mke2fs",
    ...FILESYSTEM,
    "-E",
    "lazy_itable_init=0",
    "-L",
    "isotax-data",
    file,
    `${mebibytes}M`,
  ]);
}

/** Bytes of each part in blocks that hold something: mke2fs leaves blocks of zeros out. */
function partBytes(image: Image): Record<string, number> {
  const bytes: Record<string, number> = {};
  for (const file of image.files) {
    const title = PART_TITLES[file.part];
    bytes[title] = (bytes[title] ?? 0) + filledBlocks(join(image.rootfs, file.path)) * BLOCK_BYTES;
  }
  return bytes;
}

function filledBlocks(path: string): number {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const fd = openSync(path, "r");
  try {
    let filled = 0;
    for (;;) {
      const read = readSync(fd, block, 0, BLOCK_BYTES, null);
      if (read === 0) return filled;
      if (!block.subarray(0, read).equals(zeros.subarray(0, read))) filled++;
    }
  } finally {
    closeSync(fd);
  }
}

/** What a VM ships and keeps, part by part. */
export function vmParts(boot: GuestBoot, disk: VmDisk): readonly ShippedPart[] {
  const kernelBytes = statSync(boot.kernel.compressed).size;
  return [
    ...diskParts(disk),
    { part: "guest kernel", shippedBytes: kernelBytes, diskBytes: kernelBytes },
    { part: "initramfs", shippedBytes: boot.initramfsBytes, diskBytes: boot.initramfsBytes },
  ];
}

/** The image's disk, part by part. */
export function diskParts(disk: VmDisk): readonly ShippedPart[] {
  const content = Object.values(disk.partBytes).reduce((sum, bytes) => sum + bytes, 0);
  return [
    // Compressed, a disk is one stream: its parts cannot be told apart.
    {
      part: "VM disk",
      shippedBytes: disk.compressedBytes,
      diskBytes: 0,
      virtualBytes: disk.virtualBytes,
    },
    ...Object.entries(disk.partBytes).map(([part, diskBytes]) => ({
      part,
      diskBytes,
      shippedBytes: 0,
    })),
    { part: "filesystem", shippedBytes: 0, diskBytes: disk.allocatedBytes - content },
  ];
}
