/**
 * A disk that boots the guest, for monitors that cannot load a kernel themselves: an MBR, one FAT
 * partition, SYSLINUX, the kernel, its initramfs and its command line. Nothing is mounted, and no
 * privilege is needed: mtools(1) and syslinux(1) write into the file.
 */
import { closeSync, existsSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { hashFile, hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { cached } from "../images/cache.ts";
import { bzImageVersion } from "../images/guest-kernel.ts";
import type { GuestBoot } from "../images/initramfs.ts";
import { installCommand } from "../tools/requirements.ts";

export const BOOT_DISK_TOOLS = ["syslinux", "mcopy"];

/** Where distributions keep SYSLINUX's master boot record: Debian, then Arch and Fedora. */
const BOOT_RECORDS = [
  "/usr/lib/syslinux/mbr/mbr.bin",
  "/usr/lib/syslinux/bios/mbr.bin",
  "/usr/share/syslinux/mbr.bin",
];

const SECTOR = 512;
const PARTITION_START = 2048;
/** The geometry for the BIOS. Partitions and disks have complete cylinders. */
export const GEOMETRY = { heads: 64, sectors: 32 } as const;

/**
 * The boot disk for this kernel, initramfs and command line, from the cache. `store`: its folder
 * there, which keeps the last few disks. There are two kinds, with and without the volume.
 */
export function bootDisk(
  context: RunContext,
  boot: GuestBoot,
  words: readonly string[],
  store: string,
): Promise<string> {
  const key = hashJson([store, boot.digest, words]);
  return context.shared(`boot-disk-${key}`, () => cachedBootDisk(context, boot, words, store));
}

async function cachedBootDisk(
  context: RunContext,
  boot: GuestBoot,
  words: readonly string[],
  store: string,
): Promise<string> {
  const record = BOOT_RECORDS.find((path) => existsSync(path));
  if (record === undefined) {
    throw new IsotaxError(
      "NO_BOOT_RECORD",
      say("vm.no-boot-record", { files: BOOT_RECORDS }),
      installCommand(["syslinux-common"]),
    );
  }
  if (bzImageVersion(readFileSync(boot.kernel.compressed)) === undefined) {
    throw new IsotaxError(
      "NOT_A_BZIMAGE",
      say("vm.no-bzimage", { file: boot.kernel.compressed }),
      say("vm.name-vmlinuz"),
    );
  }
  const config = syslinuxConfig(words);
  const key = hashJson([boot.digest, config, hashFile(record), GEOMETRY]).slice(0, 32);
  const made = await cached(context, join(context.cache, store, key), async (building) => {
    await makeBootDisk(join(building, "boot.img"), boot, config, readFileSync(record));
    return { files: ["boot.img"] };
  });
  return join(made.folder, "boot.img");
}

/** Source: doc/config.txt in SYSLINUX's sources. */
export function syslinuxConfig(words: readonly string[]): string {
  const lines = ["DEFAULT isotax", "PROMPT 0", "LABEL isotax", " LINUX vmlinuz", " INITRD initrd"];
  return `${[...lines, ` APPEND ${words.join(" ")}`].join("\n")}\n`;
}

async function makeBootDisk(
  file: string,
  boot: GuestBoot,
  config: string,
  record: Buffer,
): Promise<void> {
  const content = statSync(boot.kernel.compressed).size + boot.initramfsBytes;
  // The extra room is for FAT's tables and SYSLINUX. FAT16 needs at least 4085 clusters.
  const mebibytes = Math.max(16, Math.ceil((content * 1.02) / 2 ** 20) + 3);
  const sectors = (mebibytes * 2 ** 20) / SECTOR;
  const fd = openSync(file, "wx");
  try {
    // A byte at the end gives the file its length.
    writeSync(fd, Buffer.alloc(1), 0, 1, (PARTITION_START + sectors) * SECTOR - 1);
    writeSync(fd, masterBootRecord(record, PARTITION_START, sectors), 0, SECTOR, 0);
  } finally {
    closeSync(fd);
  }
  const image = `${file}@@${PARTITION_START * SECTOR}`;
  // The configuration of mtools is about the machine's own drives, so it is not read.
  const env = { MTOOLSRC: "/dev/null", MTOOLS_SKIP_CHECK: "1" };
  const { heads, sectors: track } = GEOMETRY;
  const shape = ["-T", String(sectors), "-h", String(heads), "-s", String(track)];
  const format = ["-H", String(PARTITION_START), "-N", "15074a8c", "-v", "ISOTAX"];
  await run(["mformat", "-i", image, ...shape, ...format, "::"], { env });
  await run(["syslinux", "--install", "--offset", String(PARTITION_START * SECTOR), file], { env });
  await run(["mcopy", "-i", image, boot.kernel.compressed, "::vmlinuz"], { env });
  await run(["mcopy", "-i", image, boot.initramfs, "::initrd"], { env });
  await run(["mcopy", "-i", image, "-", "::syslinux.cfg"], { env, input: config });
}

/** The boot code, and a table with one active FAT16 partition, addressed by block numbers (LBA). */
export function masterBootRecord(code: Buffer, start: number, sectors: number): Buffer {
  const sector = Buffer.alloc(SECTOR);
  code.copy(sector, 0, 0, 440);
  const entry = sector.subarray(446, 462);
  entry.writeUInt8(0x80, 0);
  // This cylinder, head and sector value means: use the block numbers.
  entry.set([0xfe, 0xff, 0xff], 1);
  entry.writeUInt8(0x0e, 4);
  entry.set([0xfe, 0xff, 0xff], 5);
  entry.writeUInt32LE(start, 8);
  entry.writeUInt32LE(sectors, 12);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
