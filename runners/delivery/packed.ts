/** The versions of an image, packed in a format. They are kept in the cache. */
import { readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashFile, hashJson } from "../../bench/hash.ts";
import type { Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type CacheManifest, cached } from "../images/cache.ts";
import type { Format } from "./format.ts";
import { type LayerName, layersOf } from "./layers.ts";
import type { PackedLayer } from "./oci.ts";

/** Changes with what the layers hold, or how they are archived. */
const EDITION = 2;

interface PackedManifest extends CacheManifest {
  readonly layers: Readonly<Record<LayerName, PackedLayer>>;
}

export interface Packed {
  /** Holds a file for each blob, named by the hexadecimal digits of its digest. */
  readonly folder: string;
  readonly layers: Readonly<Record<LayerName, PackedLayer>>;
}

/** The packed layers, made when they are first asked for. */
export function packedIn(context: RunContext, image: Image, format: Format): Promise<Packed> {
  const key = `delivery-packed-${format.id}-${image.digest}`;
  return context.shared(key, () => packed(context, image, format));
}

async function packed(context: RunContext, image: Image, format: Format): Promise<Packed> {
  const key = hashJson([EDITION, image.digest, await format.packer(context)]).slice(0, 32);
  const place = join(context.cache, "delivery", format.id, key);
  const { folder, manifest } = await cached<PackedManifest>(context, place, async (building) => {
    const layers: [LayerName, PackedLayer][] = [];
    for (const layer of await layersOf(context, image)) {
      const file = join(building, "packing");
      const blob = await format.pack(context, layer, file);
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
