/**
 * The disks of a VM that hold the versions of an image, with the same tree as the layers of
 * containers. mke2fs makes the base. Whatever stands above is written into a copy of the disk below:
 * mke2fs would move most blocks, and a delta would be as large as the disk.
 */
import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeNewFolder } from "../../../bench/files.ts";
import type { DeliveredVersion, Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { PACKING_DEADLINE_MS, run } from "../../host/process.ts";
import { changeDisk } from "../../images/debugfs.ts";
import { diskArgv } from "../../images/vm-disk.ts";
import { filesOf, type LayerName, layersOf, TIMES } from "../layers.ts";
import { adding, type LayerTree, replacing } from "./disk-commands.ts";

/** The file of each version's disk. All have the same size. */
export type Disks = Readonly<Record<DeliveredVersion, string>>;

/** Any will do that is the same each time. */
const UUID = "6f7e1d04-3a52-4c0b-9d61-1c5a7be40002";
/** A root that is only read needs no journal. A layer may have thousands of small files. */
const OPTIONS = ["-O", "^has_journal", "-i", "4096", "-U", UUID, "-E", `hash_seed=${UUID}`];

const BLOCK_BYTES = 4096;
const MIB = 2 ** 20;
/** Room for the layers above the base, and for what a small disk has besides. */
const MORE_MIB = 32;

const env = { E2FSPROGS_FAKE_TIME: String(TIMES.newer) };

const TIMEOUT = { timeoutMs: PACKING_DEADLINE_MS };

/** The disks of all versions, made once in a run. */
export function disksOf(context: RunContext, image: Image): Promise<Disks> {
  return context.shared(`delivery-disks-${image.digest}`, async () => {
    const folder = context.instanceFolder(context.instanceName("disks")).path;
    const disk = (version: DeliveredVersion) => join(folder, `${version}.raw`);
    const layers = await layersOf(context, image);
    const unpacked = async (name: LayerName) => {
      const archive = layers.find((layer) => layer.name === name);
      if (archive === undefined) throw new Error(`no layer ${name}`);
      const tree = join(folder, name);
      makeNewFolder(tree);
      const owners = ["--same-permissions", "--same-owner", "--numeric-owner"];
      await run(["tar", "--extract", `--file=${archive.file}`, ...owners, "-C", tree], TIMEOUT);
      return tree;
    };
    const made = async (name: Exclude<LayerName, "base">): Promise<LayerTree> => {
      return { tree: await unpacked(name), files: filesOf(name) };
    };
    const above = async (
      below: DeliveredVersion,
      version: DeliveredVersion,
      lines: readonly string[],
    ) => {
      await run(["cp", "--sparse=always", disk(below), disk(version)], TIMEOUT);
      await changeDisk(disk(version), lines, { env });
    };
    const base = await unpacked("base");
    await run(diskArgv(base, disk("base"), mebibytesFor(base), OPTIONS), TIMEOUT);
    await changeDisk(disk("base"), ["rmdir /lost+found"], { env });
    const inBase = (path: string) => existsSync(join(base, path));
    const layersAbove = [await made("dependencies"), await made("app")];
    await above("base", "first", adding(layersAbove, inBase));
    await above("first", "file-changed", replacing(await made("app-newer")));
    await above("first", "dependency-changed", replacing(await made("dependencies-newer")));
    for (const { name } of layers) rmSync(join(folder, name), { recursive: true });
    return {
      base: disk("base"),
      first: disk("first"),
      "file-changed": disk("file-changed"),
      "dependency-changed": disk("dependency-changed"),
    };
  });
}

/** Each entry takes a block beside its content: for a folder's list, or a link. */
function mebibytesFor(tree: string): number {
  const blocks = readdirSync(tree, { recursive: true, encoding: "utf8" }).map((path) => {
    const status = lstatSync(join(tree, path));
    return 1 + (status.isFile() ? Math.ceil(status.size / BLOCK_BYTES) : 0);
  });
  const bytes = blocks.reduce((sum, one) => sum + one, 0) * BLOCK_BYTES;
  return Math.ceil((bytes * 1.04) / MIB) + MORE_MIB;
}
