/**
 * Makes a complete Debian, like a cloud image: with mmdebstrap, from the host's own mirror, with
 * Debian's kernel and initramfs, systemd, and the GRUB boot loader. Only mmdebstrap mounts
 * anything, in a mount namespace that ends with it. No loop device is used.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { hashFile } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { run, which } from "../host/process.ts";
import type { CacheManifest } from "./cache.ts";
import { VM_INIT } from "./initramfs.ts";

const SERVICE = fileURLToPath(new URL("../agent/isotax.service", import.meta.url));

/**
 * The packages of a cloud image beyond the base system, without cloud-init: a kernel, a boot
 * loader, ssh. The base system has Debian's priority "important": ifupdown and a DHCP client, cron,
 * udev, less, an editor.
 */
const PACKAGES = [
  "ca-certificates",
  "dbus",
  "grub-pc-bin",
  "grub2-common",
  "linux-image-cloud-amd64",
  "openssh-server",
  "systemd-sysv",
];

/** Increased when the way the disk is made changes. */
const LAYOUT = 1;

const SECTOR_BYTES = 512;
/** One MiB, the usual start of the first partition. GRUB's core fits before it. */
const PARTITION_SECTOR = 2048;
/** The size of Debian's own cloud images. Most of it is free space. */
const DISK_MIB = 2048;
const BUILD_DEADLINE_MS = 900_000;

export interface DistroManifest extends CacheManifest {
  /** The content of /etc/debian_version, e.g. "12.12". */
  readonly version: string;
  readonly kernel: string;
  readonly packages: number;
  readonly compressedBytes: number;
  readonly allocatedBytes: number;
  readonly virtualBytes: number;
  /** How long making it took, and the part of mmdebstrap. Disks of older versions say nothing. */
  readonly madeInMs?: number;
  readonly mmdebstrapMs?: number;
}

/** The inputs of a disk, besides the release. */
export function distroInputs(): readonly unknown[] {
  return [LAYOUT, PACKAGES, hashFile(VM_INIT), hashFile(SERVICE)];
}

export async function buildDistro(
  context: RunContext,
  release: string,
  building: string,
  signal: AbortSignal,
) {
  const root = join(building, "root");
  const raw = join(building, "debian.raw");
  const disk = join(building, "debian.qcow2");
  const patience = { timeoutMs: BUILD_DEADLINE_MS, signal };
  const place = join(context.shortFolder, "debian");
  makeFolder(place);
  // mmdebstrap follows links and writes the resolved path into apt's configuration. So a bind mount
  // gives it a short path, not a link.
  const startMs = performance.now();
  const mounted = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
  await run(
    [
      "unshare",
      "--mount",
      "sh",
      "-c",
      mounted,
      "sh",
      building,
      place,
      "mmdebstrap",
      "--quiet",
      "--mode=root",
      "--format=directory",
      "--variant=important",
      `--include=${PACKAGES.join(",")}`,
      release,
      join(place, "root"),
      ...(await debianSources()),
    ],
    patience,
  );
  const mmdebstrapMs = Math.round(performance.now() - startMs);
  await configure(root);
  await makeRawDisk(root, raw);
  await run(["qemu-img", "convert", "-O", "qcow2", raw, disk], patience);
  const madeInMs = Math.round(performance.now() - startMs);
  const { stdout } = await run(
    ["sh", "-c", 'gzip -6 --no-name <"$1" | wc -c', "sh", disk],
    patience,
  );
  const manifest = {
    files: [basename(disk)],
    version: readFileSync(join(root, "etc/debian_version"), "utf8").trim(),
    kernel: basename(readlinkSync(join(root, "vmlinuz"))).replace("vmlinuz-", ""),
    packages: readdirSync(join(root, "var/lib/dpkg/info")).filter((name) => name.endsWith(".list"))
      .length,
    compressedBytes: Number(stdout.trim()),
    allocatedBytes: statSync(disk).blocks * SECTOR_BYTES,
    virtualBytes: statSync(raw).size,
    madeInMs,
    mmdebstrapMs,
  };
  await run(["rm", "-r", root, raw]);
  return manifest;
}

/** The host's sources that are Debian's, one line each: sources.list(5). */
async function debianSources(): Promise<readonly string[]> {
  const format = "deb $(REPO_URI) $(RELEASE) $(COMPONENT)";
  const { stdout } = await run([
    "apt-get",
    "indextargets",
    "--format",
    format,
    "Created-By: Packages",
    "Origin: Debian",
  ]);
  const lines = [...new Set(stdout.split("\n"))].filter((line) => line !== "");
  if (lines.length > 0) return lines;
  throw new IsotaxError(
    "NO_DEBIAN_SOURCES",
    say("images.no-debian-mirror"),
    say("images.add-debian-mirror"),
  );
}

const LABEL = "isotax-debian";

/** Writes the settings that an installer would ask for, and the service that runs the workload. */
async function configure(root: string): Promise<void> {
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write("etc/hostname", "isotax\n");
  write("etc/fstab", `LABEL=${LABEL} / ext4 errors=remount-ro 0 1\n`);
  write("etc/network/interfaces.d/eth0", "auto eth0\niface eth0 inet dhcp\n");
  // This copy is the host's; the guest's DHCP client writes its own.
  rmSync(join(root, "etc/resolv.conf"), { force: true });
  // All instances start from the same disk. Without a machine id each start would be a first boot,
  // and systemd would set up all its units again.
  await run(["chroot", root, "systemd-machine-id-setup"]);
  const wants = "etc/systemd/system/graphical.target.wants";
  makeFolder(join(root, wants));
  copyFileSync(SERVICE, join(root, "etc/systemd/system/isotax.service"));
  symlinkSync("../isotax.service", join(root, wants, "isotax.service"));
  copyFileSync(VM_INIT, join(root, "usr/local/sbin/isotax-init"));
  chmodSync(join(root, "usr/local/sbin/isotax-init"), 0o755);
  makeFolder(join(root, "boot/grub"));
  // biome-ignore lint/plugin: options of a kernel
  const words = `root=LABEL=${LABEL} ro net.ifnames=0 console=ttyS0 quiet`;
  write("boot/grub/grub.cfg", `linux /vmlinuz ${words}\ninitrd /initrd.img\nboot\n`);
}

const CORE = "boot/grub/core.img";

/**
 * Makes a disk with one partition, and GRUB before it. grub-install(8) is not used, because it
 * needs the disk mounted.
 */
async function makeRawDisk(root: string, disk: string): Promise<void> {
  const modules = ["biosdisk", "part_msdos", "ext2", "normal", "linux"];
  const prefix = "(hd0,msdos1)/boot/grub";
  await run([
    "chroot",
    root,
    "grub-mkimage",
    "-O",
    "i386-pc",
    "-o",
    `/${CORE}`,
    "-p",
    prefix,
    ...modules,
  ]);
  writeFileSync(disk, "");
  truncateSync(disk, DISK_MIB * 2 ** 20);
  const offset = PARTITION_SECTOR * SECTOR_BYTES;
  await run([
    which("mke2fs") ?? "mke2fs",
    "-q",
    "-F",
    "-t",
    "ext4",
    "-L",
    LABEL,
    // GRUB 2.06 cannot read a filesystem with a checksum seed.
    "-O",
    "^metadata_csum_seed",
    // Without this each guest would initialise the rest of the filesystem while it is measured.
    "-E",
    `offset=${offset},lazy_itable_init=0,lazy_journal_init=0`,
    "-d",
    root,
    disk,
    `${(DISK_MIB * 2 ** 20 - offset) / 1024}K`,
  ]);
  const bootCode = readFileSync(join(root, "usr/lib/grub/i386-pc/boot.img"));
  const fd = openSync(disk, "r+");
  try {
    writeSync(fd, masterBootRecord(bootCode, (DISK_MIB * 2 ** 20) / SECTOR_BYTES));
    // GRUB's boot code finds its core in the sectors that follow, unless told otherwise.
    writeSync(fd, readFileSync(join(root, CORE)));
  } finally {
    closeSync(fd);
  }
}

const BOOT_CODE_BYTES = 440;
const PARTITION_TABLE = 446;

/** The boot code, and one active Linux partition on the rest of the disk. */
export function masterBootRecord(bootCode: Buffer, diskSectors: number): Buffer {
  const sector = Buffer.alloc(SECTOR_BYTES);
  bootCode.copy(sector, 0, 0, BOOT_CODE_BYTES);
  const entry = sector.subarray(PARTITION_TABLE);
  const beyondCylinders = [0xfe, 0xff, 0xff];
  entry.set([0x80, ...beyondCylinders, 0x83, ...beyondCylinders]);
  entry.writeUInt32LE(PARTITION_SECTOR, 8);
  entry.writeUInt32LE(diskSectors - PARTITION_SECTOR, 12);
  sector.writeUInt16LE(0xaa55, SECTOR_BYTES - 2);
  return sector;
}
