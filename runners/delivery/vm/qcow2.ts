/** Disks in QEMU's own format, whose compressed clusters QEMU reads as they are. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type DiskPacking, eachVersion, packs } from "./packing.ts";

/** Writes a whole disk. */
export async function writeWhole(disk: string, file: string): Promise<void> {
  await packs([...CONVERT, "-o", "compression_type=zstd", disk, file]);
}

const CONVERT = ["qemu-img", "convert", "-q", "-c", "-f", "raw", "-O", "qcow2"];

/** As small as a block of the filesystem: with the default of 64 KiB a delta is ten times as large. */
const CLUSTER = "cluster_size=4k";

/**
 * Writes what of a disk differs from the one below, which it refers to by its name: the two are in
 * one folder. `qemu-img convert -B` compares nothing, so a rebase finds what differs.
 */
export async function writeDelta(disk: string, below: string, folder: string, name: string) {
  const file = join(folder, name);
  const whole = `${file}.whole`;
  const backing = join(folder, below);
  await packs([...CREATE, "-o", CLUSTER, "-F", "raw", "-b", disk, whole]);
  await packs(["qemu-img", "rebase", "-q", "-f", "qcow2", "-F", "qcow2", "-b", backing, whole]);
  const like = ["-F", "qcow2", "-B", below, "-o", `compression_type=zstd,${CLUSTER}`];
  await packs(["qemu-img", "convert", "-q", "-c", "-O", "qcow2", ...like, whole, file]);
  rmSync(whole);
}

const CREATE = ["qemu-img", "create", "-q", "-f", "qcow2"];

/** Each version's whole disk. */
export const WHOLE: DiskPacking = {
  id: "qemu-qcow2",
  packers: ["qemu-img"],
  pack: (disks, folder) =>
    eachVersion(disks, async (version, disk) => {
      const file = `${version}.qcow2`;
      await writeWhole(disk, join(folder, file));
      return [file];
    }),
};
