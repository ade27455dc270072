/**
 * The disk of a VM, by `mke2fs -d`. It has no layers, so a change is written into a copy of the disk:
 * mke2fs would move most blocks, and a delta would be as large as the disk. mke2fs copies the times of the source's inodes, also one that no program can set (ctime) and one that each
 * reading may change (atime). Its own variable for the time sets none of them, so debugfs does.
 */
import { join } from "node:path";
import { ROOT } from "../../../bench/built.ts";
import { writeNewFile } from "../../../bench/files.ts";
import { hashFile } from "../../../bench/hash.ts";
import { which } from "../../host/process.ts";
import { diskArgv, gzippedBytes } from "../../images/vm-disk.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";
import type { Build, Builder, Building, Made } from "../builder.ts";
import { writeChangedBlocks } from "../changed-blocks.ts";
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

/** A root that is only read needs none. */
const NO_JOURNAL = ["-O", "^has_journal"];

const UPDATE = join(ROOT, "runners/delivery/update-disk.sh");

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
  open: async () => {
    /** The last disk of each source that was made in the usual way. */
    const last = new Map<string, string>();
    return {
      build: async (order) => {
        const { source, way, fresh } = order;
        if (way === "fixed") return fixedDisk(order);
        const before = fresh ? undefined : last.get(source);
        const building = before === undefined ? wholeDisk(order) : updatedDisk(order, before);
        const made = async () => {
          const disk = await building.made();
          last.set(source, diskIn(order));
          return disk;
        };
        return { ...building, made };
      },
      close: async () => {},
    };
  },
};

function diskIn({ out }: Build): string {
  return join(out, "root.ext4");
}

function wholeDisk(order: Build): Building {
  return {
    argv: diskArgv(join(order.source, "rootfs"), diskIn(order), MEBIBYTES, NO_JOURNAL),
    options: { env: INSTANCE_ENV, onlyEnv: true },
    made: () => madeDisk(order, diskIn(order)),
  };
}

/** The same each time, so it is made as a whole: what is written into a copy depends on the copy. */
function fixedDisk(order: Build): Building {
  const { source, out } = order;
  const disk = diskIn(order);
  const times = join(out, "times");
  writeNewFile(times, settingTimes());
  const making = diskArgv(join(source, "rootfs"), disk, MEBIBYTES, [...NO_JOURNAL, ...FIXED]);
  const debugfs = which("debugfs") ?? "debugfs";
  return {
    argv: ["sh", "-c", SCRIPT, "sh", debugfs, times, disk, ...making],
    options: { env: { ...INSTANCE_ENV, E2FSPROGS_FAKE_TIME: TIME }, onlyEnv: true },
    made: () => madeDisk(order, disk),
  };
}

function updatedDisk(order: Build, before: string): Building {
  const { source, out } = order;
  const disk = diskIn(order);
  const words = [join(source, "rootfs"), before, disk, join(out, "commands")];
  return {
    argv: ["sh", UPDATE, ...words],
    options: { env: INSTANCE_ENV, onlyEnv: true },
    made: async () => {
      const changed = join(out, "changed-blocks");
      writeChangedBlocks(disk, before, changed);
      return madeDisk(order, changed);
    },
  };
}

/** `sent`: the file that another host would need. */
async function madeDisk(order: Build, sent: string): Promise<Made> {
  const disk = diskIn(order);
  const digest = hashFile(disk);
  return {
    digest,
    parts: [{ file: sent, digest, bytes: await gzippedBytes(sent) }],
    list: () => listDisk(disk, join(order.out, "listed")),
  };
}

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
