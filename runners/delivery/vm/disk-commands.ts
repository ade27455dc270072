/** Lines for debugfs(8) that write the files of a layer into a disk. */
import { dirname, join } from "node:path";
import { type MadeFile, TIMES } from "../layers.ts";

export interface LayerTree {
  /** The folder that holds the layer's files. */
  readonly tree: string;
  readonly files: readonly MadeFile[];
}

/**
 * Writes all files of these layers, and makes the folders that they are in. `exists`: whether the
 * disk has a folder already.
 */
export function adding(
  layers: readonly LayerTree[],
  exists: (folder: string) => boolean,
): readonly string[] {
  const folders = [...new Set(layers.flatMap(({ files }) => files.flatMap(foldersOf)))].sort();
  return [
    ...folders.filter((folder) => !exists(folder)).map((folder) => `mkdir "/${folder}"`),
    ...layers.flatMap(({ tree, files }) => files.flatMap((file) => writing(tree, file))),
    ...folders.flatMap((folder) => [`sif "/${folder}" mode 040755`, timed(folder, TIMES.older)]),
  ];
}

function foldersOf({ path }: Pick<MadeFile, "path">): readonly string[] {
  const above = dirname(path);
  return above === "." ? [] : [...foldersOf({ path: above }), above];
}

/** Writes the files of a layer that are newer than those on the disk, in their place. */
export function replacing({ tree, files }: LayerTree): readonly string[] {
  const newer = files.filter((file) => file.newer);
  const folders = new Set(newer.map(({ path }) => dirname(path)));
  return [
    ...newer.flatMap((file) => [`rm "/${file.path}"`, ...writing(tree, file)]),
    // The time of a folder changes with each file in it.
    ...[...folders].map((folder) => timed(folder, TIMES.older)),
  ];
}

/** The file keeps the mode that it has in the tree. debugfs does not take over its time. */
function writing(tree: string, { path, newer }: MadeFile): readonly string[] {
  const time = newer ? TIMES.newer : TIMES.older;
  return [`write "${join(tree, path)}" "/${path}"`, timed(path, time)];
}

function timed(path: string, seconds: number): string {
  return `sif "/${path}" mtime @${seconds}`;
}
