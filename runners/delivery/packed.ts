/** The versions of an image, packed in a packing. They are kept in the cache. */
import { readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashFile, hashJson } from "../../bench/hash.ts";
import type { Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type CacheManifest, cached } from "../images/cache.ts";
import { type LayerArchive, type LayerName, layersOf } from "./layers.ts";
import type { Descriptor, PackedLayer } from "./oci.ts";

/** Changes with what the layers hold, or how they are archived. */
const EDITION = 2;

/** How layers are packed for clients of a registry. */
export interface Packing {
  /** The id of the packing. */
  readonly id: string;
  /** What tells packed layers from those of another version of the packer. */
  packer(context: RunContext): Promise<string>;
  /** Packs a layer into this file. */
  pack(context: RunContext, layer: LayerArchive, file: string): Promise<Omit<Descriptor, "size">>;
}

interface PackedManifest extends CacheManifest {
  readonly layers: Readonly<Record<LayerName, PackedLayer>>;
}

export interface Packed {
  /** Holds a file for each blob, named by the hexadecimal digits of its digest. */
  readonly folder: string;
  readonly layers: Readonly<Record<LayerName, PackedLayer>>;
}

/** The packed layers, made when they are first asked for. */
export function packedIn(context: RunContext, image: Image, packing: Packing): Promise<Packed> {
  const key = `delivery-packed-${packing.id}-${image.digest}`;
  return context.shared(key, () => packed(context, image, packing));
}

async function packed(context: RunContext, image: Image, packing: Packing): Promise<Packed> {
  const key = hashJson([EDITION, image.digest, await packing.packer(context)]).slice(0, 32);
  const place = join(context.cache, "delivery", packing.id, key);
  const { folder, manifest } = await cached<PackedManifest>(context, place, async (building) => {
    const layers: [LayerName, PackedLayer][] = [];
    for (const layer of await layersOf(context, image)) {
      const file = join(building, "packing");
      const blob = await packing.pack(context, layer, file);
      const { size } = statSync(file);
      renameSync(file, join(building, hexOf(blob.digest)));
      layers.push([layer.name, { descriptor: { ...blob, size }, diffId: layer.diffId }]);
    }
    const files = readdirSync(building);
    return { files, layers: Object.fromEntries(layers) as PackedManifest["layers"] };
  });
  return { folder, layers: manifest.layers };
}

export function hexOf(digest: string): string {
  return digest.replace("sha256:", "");
}

export function digestOf(file: string): string {
  return `sha256:${hashFile(file)}`;
}
