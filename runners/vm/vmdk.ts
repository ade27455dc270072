/**
 * VMDK descriptors of raw files. VirtualBox and VMware use such files as disks, with no conversion
 * and no copy. Source: VMware's "Virtual Disk Format 1.1", on monolithicFlat.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { GEOMETRY } from "./boot-disk.ts";

const SECTOR = 512;

export interface FlatDisk {
  /** The raw file, relative to the descriptor's folder. */
  readonly extent: string;
  readonly bytes: number;
  readonly adapter: "ide" | "lsilogic";
}

export function flatVmdk({ extent, bytes, adapter }: FlatDisk): string {
  const sectors = Math.floor(bytes / SECTOR);
  const { heads, sectors: track } = GEOMETRY;
  return [
    "# Disk DescriptorFile",
    "version=1",
    `CID=${randomBytes(4).toString("hex")}`,
    "parentCID=ffffffff",
    'createType="monolithicFlat"',
    "",
    "# Extent description",
    `RW ${sectors} FLAT "${extent}" 0`,
    "",
    "# The Disk Data Base",
    "#DDB",
    'ddb.virtualHWVersion = "4"',
    `ddb.adapterType = "${adapter}"`,
    `ddb.geometry.cylinders = "${Math.min(16383, Math.ceil(sectors / (heads * track)))}"`,
    `ddb.geometry.heads = "${heads}"`,
    `ddb.geometry.sectors = "${track}"`,
    // VirtualBox identifies disks by this, so two disks must not have the same one.
    `ddb.uuid.image = "${randomUUID()}"`,
    "",
  ].join("\n");
}
