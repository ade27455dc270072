/** Puts the files of a format where a server has them, with a list of each version's files. */
import { linkSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, replaceFile } from "../../../bench/files.ts";
import { putOnce, type Server } from "../server.ts";
import type { BootFiles } from "./boot-files.ts";
import type { Goods } from "./packing.ts";

/** The name of the list of a version's files: a line for each, with its sha256 and its name. */
export function listName(version: string): string {
  return `${version}.list`;
}

/**
 * Puts all versions into the folder of this name, once. `listed`: which files of a version its list
 * names, beside the kernel and the initramfs; all of them, if absent.
 */
export function stock(
  server: Server,
  name: string,
  goods: Goods,
  boot: BootFiles,
  listed: (file: string) => boolean = () => true,
): Promise<void> {
  return putOnce(server, name, () => put(server, name, goods, boot, listed));
}

async function put(
  { storage }: Server,
  name: string,
  goods: Goods,
  boot: BootFiles,
  listed: (file: string) => boolean,
): Promise<void> {
  const shelf = join(storage, name);
  for (const { folder, sha256 } of [goods, boot]) {
    for (const file of Object.keys(sha256)) {
      makeFolder(dirname(join(shelf, file)));
      linkSync(join(folder, file), join(shelf, file));
    }
  }
  const all = { ...goods.sha256, ...boot.sha256 };
  for (const [version, files] of Object.entries(goods.versions)) {
    const wanted = [...Object.keys(boot.sha256), ...files.filter(listed)];
    const lines = wanted.map((file) => `${all[file]} ${file}\n`);
    replaceFile(join(shelf, listName(version)), lines.join(""));
  }
}
