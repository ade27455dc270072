/** Images as engines save them: an OCI archive, or what `docker save` writes. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { makeNewFolder } from "../../bench/files.ts";
import { hashFile } from "../../bench/hash.ts";
import { readText } from "../../bench/untrusted.ts";
import { unpackArchive } from "../images/own/archive.ts";
import type { Layer } from "../images/own/layers.ts";
import { type Blobs, readImage } from "../images/own/manifest.ts";
import { gzippedBytes } from "../images/vm-disk.ts";
import type { Made, Part } from "./builder.ts";
import { listImage } from "./image-listing.ts";

const MOST_BYTES = 2 ** 20;

/** `digest`: as the engine gave it when it built the image. `folder`: an empty one beside it. */
export async function savedImage(archive: string, folder: string, digest: string): Promise<Made> {
  makeNewFolder(folder);
  const blobs = await unpackArchive(archive, folder);
  const { id, layers } = readImage(blobs);
  const config = configFile(blobs, id);
  const parts: Part[] = [{ file: config, digest: id, bytes: statSync(config).size }];
  for (const layer of layers) parts.push(await partOf(layer));
  return {
    digest,
    parts,
    list: () => listImage(layers, readText(config, MOST_BYTES)),
  };
}

/** Without the compression, which is done anew each time that an image is saved. */
async function partOf({ file, compression, diffId }: Layer): Promise<Part> {
  const bytes = compression === "none" ? await gzippedBytes(file) : statSync(file).size;
  return { file, digest: diffId, bytes };
}

function configFile(blobs: Blobs, id: string): string {
  const names = [`blobs/sha256/${id}`, `${id}.json`];
  const file = names.map((name) => blobs.find(name)).find((found) => found !== undefined);
  if (file === undefined || hashFile(file) !== id) throw new Error(`no configuration ${id}`);
  return file;
}

/** What an engine writes with `--iidfile`: the image's id, which is the digest of its configuration. */
export function builtId(out: string): string {
  return readText(idFile(out), MOST_BYTES).trim().replace("sha256:", "");
}

export function idFile(out: string): string {
  return join(out, "id");
}
