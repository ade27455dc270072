/**
 * The image as the disk of a VM: ext4, shared by all instances, which only read it. A disk with
 * free space is for instances that write: each writes to its own copy-on-write layer.
 */
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
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
  /** The bytes of each part of the image on the disk, by the part's title. */
  readonly partBytes: Readonly<Record<string, number>>;
}

export interface VmDisk extends Omit<DiskManifest, "sha256"> {
  readonly file: string;
}

/** Increased when the way disks are made changes. */
const LAYOUT = 4;

/** The disk that is only read, with the sizes that are reported of it. */
export function vmDisk(context: RunContext, image: Image): Promise<VmDisk> {
  return diskOf<DiskManifest>(context, image, 0, async (file) => {
    const { size, blocks } = statSync(file);
    return {
      compressedBytes: await gzippedBytes(file),
      allocatedBytes: blocks * 512,
      virtualBytes: size,
      partBytes: partBytes(image),
    };
  });
}

/** A disk with free space for writes, if there is to be any. */
export function writableDisk(
  context: RunContext,
  image: Image,
  roomMiB: number | undefined,
): Promise<{ readonly file: string }> {
  if (roomMiB === undefined || roomMiB === 0) return vmDisk(context, image);
  // Its sizes are reported nowhere, and to compress it takes longer than to make it.
  return diskOf<CacheManifest>(context, image, roomMiB, async () => ({}));
}

function diskOf<M extends CacheManifest>(
  context: RunContext,
  image: Image,
  roomMiB: number,
  describe: (file: string) => Promise<Omit<M, "sha256">>,
): Promise<Omit<M, "sha256"> & { readonly file: string }> {
  return context.shared(`vm-disk-${image.digest}-${roomMiB}`, async () => {
    const key = hashJson([LAYOUT, image.digest, roomMiB]).slice(0, 32);
    const folder = join(context.cache, "vm-disks", key);
    const store = await cached<M>(context, folder, async (building) => {
      const file = join(building, "root.ext4");
      await makeDisk(image, file, roomMiB);
      return { ...(await describe(file)), files: ["root.ext4"] };
    });
    return { ...store.manifest, file: join(store.folder, "root.ext4") };
  });
}

/** The compressed size of a file. */
export async function gzippedBytes(file: string): Promise<number> {
  const argv = ["sh", "-c", 'gzip -6 --no-name <"$1" | wc -c', "sh", file];
  const { stdout } = await run(argv, { timeoutMs: PACKING_DEADLINE_MS });
  return Number(stdout.trim());
}

/** The usual block size of a disk. mke2fs would use 1 KiB for a disk below 512 MiB. */
const BLOCK_BYTES = 4096;
const FILESYSTEM = ["-q", "-F", "-t", "ext4", "-m", "0", "-b", String(BLOCK_BYTES)];

async function makeDisk(image: Image, disk: string, roomMiB: number): Promise<void> {
  const bytes = image.files.reduce(
    (sum, file) => sum + Math.ceil(file.bytes / BLOCK_BYTES) * BLOCK_BYTES,
    0,
  );
  // The extra room is for inodes, extents and slack. A root that is only read needs no journal.
  const entries = image.origin === undefined ? 0 : entriesOf(image) * BLOCK_BYTES;
  const mebibytes =
    Math.ceil(((bytes + entries) * 1.04) / 2 ** 20) + 16 + (roomMiB > 0 ? JOURNAL_MIB : 0);
  const journal =
    roomMiB > 0
      ? ["-J", `size=${JOURNAL_MIB}`, "-E", "lazy_itable_init=0"]
      : ["-O", "^has_journal"];
  // An inode for each block: the files of an image may all be small.
  const inodes = image.origin === undefined ? [] : ["-i", String(BLOCK_BYTES)];
  const more = [...journal, ...inodes];
  await run(diskArgv(image.rootfs, disk, mebibytes + roomMiB, more), {
    timeoutMs: PACKING_DEADLINE_MS,
  });
}

/** The command that makes a disk of this size from a tree, with the usual options and these. */
export function diskArgv(
  tree: string,
  disk: string,
  mebibytes: number,
  more: readonly string[],
): readonly string[] {
  const label = ["-L", "isotax-root"];
  const mke2fs = which("mke2fs") ?? "mke2fs";
  return [mke2fs, ...FILESYSTEM, ...more, ...label, "-d", tree, disk, `${mebibytes}M`];
}

/** Folders and links take room as well. In our own image they are few. */
function entriesOf({ rootfs }: Image): number {
  return readdirSync(rootfs, { recursive: true }).length;
}

const JOURNAL_MIB = 16;

/** Makes an empty ext4 volume of this size, as a sparse file. */
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

/** The bytes of each part in blocks with content: mke2fs leaves out blocks of zeros. */
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

/** The sizes of a VM's parts, shipped and on disk. */
export function vmParts(boot: GuestBoot, disk: VmDisk): readonly ShippedPart[] {
  const kernelBytes = statSync(boot.kernel.compressed).size;
  return [
    ...diskParts(disk),
    { part: "guest kernel", shippedBytes: kernelBytes, diskBytes: kernelBytes },
    { part: "initramfs", shippedBytes: boot.initramfsBytes, diskBytes: boot.initramfsBytes },
  ];
}

/** The sizes of the parts of the image's disk. */
export function diskParts(disk: VmDisk): readonly ShippedPart[] {
  const content = Object.values(disk.partBytes).reduce((sum, bytes) => sum + bytes, 0);
  return [
    // A compressed disk is one stream, so its parts cannot be told apart.
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
