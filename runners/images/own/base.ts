/** The user's image before our tools are added: where it comes from, and how to unpack it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { makeFolder } from "../../../bench/files.ts";
import { hashFile } from "../../../bench/hash.ts";
import { say } from "../../../bench/messages.ts";
import type { ImageConfig, ImageOrigin } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { cacheFolder } from "../../host/paths.ts";
import { unpackArchive } from "./archive.ts";
import { buildImage, type EngineImage, findImage, saveImage } from "./engine.ts";
import { copyFolder, hashFolder } from "./folder.ts";
import { applyLayer, type Layer } from "./layers.ts";
import { type Blobs, readImage } from "./manifest.ts";
import type { ImageReference } from "./reference.ts";
import type { Tree } from "./tree.ts";

/** What was unpacked. */
export interface Unpacked {
  readonly digest: string;
  readonly config?: ImageConfig;
  /** The layers as they are shipped; undefined for a folder, which has none. */
  readonly layers?: readonly Layer[];
}

export interface Base {
  /** Tells this content from any other, without unpacking it. */
  readonly key: readonly string[];
  readonly origin: Pick<ImageOrigin, "kind" | "name">;
  /** Unpacks the image into the tree, and hands over what it was before its files are removed. */
  unpack<T>(tree: Tree, done: (unpacked: Unpacked) => Promise<T>): Promise<T>;
}

/** Errors: `IsotaxError`. */
export async function baseOf(context: RunContext, reference: ImageReference): Promise<Base> {
  switch (reference.kind) {
    case "folder":
      return folderBase(reference.path);
    case "oci-layout": {
      const blobs: Blobs = { find: (name) => existing(join(reference.path, name)) };
      const { id } = readImage(blobs, reference.tag);
      return {
        key: ["oci", id],
        origin: { kind: reference.kind, ...named(reference.tag) },
        unpack: (tree, done) => unpackBlobs(context, blobs, reference.tag, tree, done),
      };
    }
    case "archive":
      return {
        key: ["archive", hashFile(reference.path), reference.tag ?? ""],
        origin: { kind: reference.kind, ...named(reference.tag) },
        unpack: (tree, done) =>
          inFolder(context, async (folder) =>
            unpackBlobs(
              context,
              await unpackArchive(reference.path, folder),
              reference.tag,
              tree,
              done,
            ),
          ),
      };
    case "engine":
      return engineBase(context, await findImage(reference), {
        kind: "engine",
        name: reference.name,
      });
    case "dockerfile":
      return engineBase(context, await buildImage(reference), { kind: "dockerfile" });
  }
}

function folderBase(path: string): Base {
  if (`${cacheFolder()}/`.startsWith(path === "/" ? "/" : `${path}/`)) {
    throw new IsotaxError(
      "BAD_IMAGE_REFERENCE",
      say("own-image.holds-cache", { path, cache: cacheFolder() }),
      say("own-image.give-root"),
    );
  }
  const digest = hashFolder(path);
  return {
    key: ["folder", digest],
    origin: { kind: "folder" },
    unpack: async (tree, done) => {
      await copyFolder(path, tree);
      return done({ digest });
    },
  };
}

function engineBase(context: RunContext, image: EngineImage, origin: Base["origin"]): Base {
  return {
    key: ["engine", image.id],
    origin,
    unpack: (tree, done) =>
      inFolder(context, async (folder) => {
        const file = join(folder, "saved.tar");
        await saveImage(image, file);
        const members = join(folder, "members");
        makeFolder(members);
        return unpackBlobs(context, await unpackArchive(file, members), undefined, tree, done);
      }),
  };
}

async function unpackBlobs<T>(
  context: RunContext,
  blobs: Blobs,
  tag: string | undefined,
  tree: Tree,
  done: (unpacked: Unpacked) => Promise<T>,
): Promise<T> {
  const { id, layers, config } = readImage(blobs, tag);
  await inFolder(context, async (folder) => {
    for (const layer of layers) await applyLayer(tree, layer, join(folder, "layer.tar"));
  });
  return done({ digest: id, config, layers });
}

async function inFolder<T>(context: RunContext, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = context.instanceFolder(context.instanceName("own-image"));
  try {
    return await work(folder.path);
  } finally {
    await folder.remove();
  }
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined;
}

function named(tag: string | undefined): { readonly name?: string } {
  return tag === undefined ? {} : { name: tag };
}
