/** What a service consists of: the files of the base, and a few of its own above them. */
import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, writeNewFile } from "../../bench/files.ts";
import { numbered, text } from "./made-up.ts";
import { TREE } from "./sharing.ts";

/** The folder of a service's own files, which no image has. */
const FOLDER = "isotax-service";
const LIST = `/${FOLDER}/list`;
const TEXTS = 50;

/** What a container's engine, or the kernel, puts in the place of an image's own files. */
const COVERED = ["proc", "sys", "dev", "run", "etc/hosts", "etc/hostname", "etc/resolv.conf"];

/** Paths within an image, without a slash before them, and sizes in bytes. */
export interface ImageFiles {
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** The files that every service finds in its base. */
export function imageFiles(rootfs: string): ImageFiles {
  const paths = readdirSync(rootfs, { recursive: true, encoding: "utf8" }).filter((path) => {
    if (COVERED.some((covered) => path === covered || path.startsWith(`${covered}/`))) return false;
    return lstatSync(join(rootfs, path)).isFile();
  });
  return {
    paths,
    bytes: paths.reduce((sum, path) => sum + lstatSync(join(rootfs, path)).size, 0),
  };
}

export interface OwnFiles {
  /** The service's folder on the host. */
  readonly place: string;
  /** The path inside of the list of all files, the base's and its own. */
  readonly list: string;
  /** Of all files of the list together. */
  readonly bytes: number;
}

/** Writes a service's own files: 50 texts, 1 MB, which no other service has. */
export function makeOwnFiles(place: string, number: number, base: ImageFiles): OwnFiles {
  const tree = join(place, TREE);
  makeFolder(join(tree, FOLDER));
  const own = Array.from({ length: TEXTS }, (_, index) => {
    const path = `${FOLDER}/text-${numbered(index)}.txt`;
    const content = text(`isotax/service-${number}/${index}`);
    writeNewFile(join(tree, path), content);
    return { path, bytes: Buffer.byteLength(content) };
  });
  const paths = [...base.paths, ...own.map(({ path }) => path)];
  writeNewFile(join(tree, LIST), paths.map((path) => `/${path}\0`).join(""));
  // Whatever the caller's umask is.
  for (const name of readdirSync(join(tree, FOLDER))) chmodSync(join(tree, FOLDER, name), 0o644);
  chmodSync(join(tree, FOLDER), 0o755);
  chmodSync(tree, 0o755);
  return { place, list: LIST, bytes: own.reduce((sum, { bytes }) => sum + bytes, base.bytes) };
}
