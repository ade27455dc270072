/**
 * The layers that the versions of an image are made of, as archives that are always the same bytes.
 * Above the image's own files lie those of dependencies and of an app, made from a seed.
 */
import { rmSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, writeNewFile } from "../../bench/files.ts";
import { hashFile } from "../../bench/hash.ts";
import type { DeliveredVersion, Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { numbered, text } from "./made-up.ts";

export const LAYERS = ["base", "dependencies", "dependencies-newer", "app", "app-newer"] as const;
export type LayerName = (typeof LAYERS)[number];

/** The layers of each version, the lowest first. */
export const VERSIONS: Readonly<Record<DeliveredVersion, readonly LayerName[]>> = {
  base: ["base"],
  first: ["base", "dependencies", "app"],
  "file-changed": ["base", "dependencies", "app-newer"],
  "dependency-changed": ["base", "dependencies-newer", "app"],
};

/** A file above the base: its path in the image, and its content. */
export interface MadeFile {
  readonly path: string;
  readonly text: string;
  readonly newer: boolean;
}

const APP_FILES = 300;
const CHANGED_APP_FILE = 150;
const DEPENDENCIES = 10;
const FILES_OF_DEPENDENCY = 10;
const CHANGED_DEPENDENCY = 5;

/** The files of a layer; those of the newer one differ in one file, or in one dependency. */
export function filesOf(layer: Exclude<LayerName, "base">): readonly MadeFile[] {
  switch (layer) {
    case "app":
    case "app-newer":
      return Array.from({ length: APP_FILES }, (_, file) =>
        madeFile(
          `srv/app/${numbered(file)}.txt`,
          layer === "app-newer" && file === CHANGED_APP_FILE,
        ),
      );
    case "dependencies":
    case "dependencies-newer":
      return Array.from({ length: DEPENDENCIES * FILES_OF_DEPENDENCY }, (_, file) => {
        const dependency = Math.floor(file / FILES_OF_DEPENDENCY);
        const isNewer = layer === "dependencies-newer" && dependency === CHANGED_DEPENDENCY;
        return madeFile(`srv/dependencies/${numbered(dependency)}/${numbered(file)}.txt`, isNewer);
      });
  }
}

function madeFile(path: string, newer: boolean): MadeFile {
  return { path, text: text(`isotax/${path}/${newer ? 2 : 1}`), newer };
}

/** Seconds since 1970. A newer file has a newer time, for tools that compare nothing else. */
export const TIMES = { older: 1_700_000_000, newer: 1_700_086_400 };

export interface LayerArchive {
  readonly name: LayerName;
  readonly file: string;
  /** sha256 of the archive, which images call the layer's diff id. */
  readonly diffId: string;
}

/** The archives of all layers, made once in a run. */
export function layersOf(context: RunContext, image: Image): Promise<readonly LayerArchive[]> {
  return context.shared(`delivery-layers-${image.digest}`, async () => {
    const folder = context.instanceFolder(context.instanceName("layers")).path;
    const archives: LayerArchive[] = [];
    for (const name of LAYERS) {
      const file = join(folder, `${name}.tar`);
      if (name === "base") {
        // The files of a user's image keep their times, as wherever it is imported.
        const times = image.origin === undefined ? [`--mtime=@${TIMES.older}`] : [];
        await archive(image.rootfs, file, times);
      } else {
        const tree = join(folder, name);
        writeTree(tree, filesOf(name));
        // Whatever the caller's umask is.
        await archive(tree, file, ["--mode=u=rwX,go=rX"]);
        rmSync(tree, { recursive: true });
      }
      archives.push({ name, file, diffId: `sha256:${hashFile(file)}` });
    }
    return archives;
  });
}

function writeTree(tree: string, files: readonly MadeFile[]): void {
  const folders = new Set<string>();
  for (const { path, text, newer } of files) {
    const file = join(tree, path);
    makeFolder(dirname(file));
    writeNewFile(file, text);
    const time = newer ? TIMES.newer : TIMES.older;
    utimesSync(file, time, time);
    for (let one = dirname(file); one.length >= tree.length; one = dirname(one)) folders.add(one);
  }
  // A folder's time changes with each file in it.
  for (const folder of folders) utimesSync(folder, TIMES.older, TIMES.older);
}

async function archive(tree: string, file: string, options: readonly string[]): Promise<void> {
  const same = ["--sort=name", "--format=gnu", "--owner=0", "--group=0", "--numeric-owner"];
  await run(["tar", "--create", `--file=${file}`, ...same, ...options, "-C", tree, "."], {
    timeoutMs: PACKING_DEADLINE_MS,
  });
}
