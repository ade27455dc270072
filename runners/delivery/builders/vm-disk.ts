/**
 * The disk of a VM, by `mke2fs -d`. It has no layers: one changed file means a whole new disk. mke2fs
 * copies the times of the source's inodes, also one that no program can set (ctime) and one that each
 * reading may change (atime). Its own variable for the time sets none of them, so debugfs does.
 */
import { join } from "node:path";
import { writeNewFile } from "../../../bench/files.ts";
import { hashFile } from "../../../bench/hash.ts";
import { located, which } from "../../host/process.ts";
import { diskArgv, gzippedBytes } from "../../images/vm-disk.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";
import type { Builder } from "../builder.ts";
import { listDisk } from "../disk-listing.ts";
import { lackOfTools } from "../lack.ts";
import { ENTRIES } from "../source.ts";

/** Room for the source, and as much as a small disk has besides. */
const MEBIBYTES = 24;

/** 2024-01-01, for all times. */
const TIME = "1704067200";
/** Any will do that is the same each time. */
const UUID = "6f7e1d04-3a52-4c0b-9d61-1c5a7be40001";
const FIXED = ["-U", UUID, "-E", `hash_seed=${UUID}`];

const ROOT_INODE = 2;
/** The first one that is not reserved: lost+found. */
const FIRST_INODE = 11;

/** $1: debugfs, $2: its commands, $3: the disk, then the command that makes the disk. */
const SCRIPT =
  'debugfs=$1 times=$2 disk=$3; shift 3; "$@" && "$debugfs" -w -f "$times" "$disk" >"$times.log" 2>&1';

export const builder: Builder = {
  id: "vm-disk",
  target: "qemu-microvm",
  ways: ["usual", "fixed"],
  probe: () => lackOfTools("mke2fs", "debugfs", "dumpe2fs"),
  open: async () => ({
    facts: {},
    build: async ({ source, out, way }) => {
      const disk = join(out, "root.ext4");
      const tree = join(source, "rootfs");
      const usual = diskArgv(tree, disk, MEBIBYTES, ["-O", "^has_journal"]);
      const list = () => listDisk(disk, join(out, "listed"));
      const made = async () => {
        const digest = hashFile(disk);
        return { digest, parts: [{ file: disk, digest, bytes: await gzippedBytes(disk) }], list };
      };
      if (way === "usual") {
        return { argv: usual, options: { env: INSTANCE_ENV, onlyEnv: true }, made };
      }
      const times = join(out, "times");
      writeNewFile(times, settingTimes());
      const making = diskArgv(tree, disk, MEBIBYTES, ["-O", "^has_journal", ...FIXED]);
      const debugfs = which("debugfs") ?? "debugfs";
      return {
        argv: ["sh", "-c", SCRIPT, "sh", debugfs, times, disk, ...located(making)],
        options: { env: { ...INSTANCE_ENV, E2FSPROGS_FAKE_TIME: TIME }, onlyEnv: true },
        made,
      };
    },
    close: async () => {},
  }),
};

/** mke2fs gives numbers to inodes one after the other. */
function settingTimes(): string {
  const last = FIRST_INODE + ENTRIES;
  const inodes = [ROOT_INODE];
  for (let inode = FIRST_INODE; inode <= last; inode++) inodes.push(inode);
  return inodes
    .flatMap((inode) =>
      ["atime", "ctime", "mtime"].map((time) => `sif <${inode}> ${time} @${TIME}\n`),
    )
    .join("");
}
