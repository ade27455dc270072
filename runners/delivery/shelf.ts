/**
 * Puts packed images where the registry finds them: into its storage, in the layout of its
 * filesystem driver. A push would pack them once more, each client in its own way.
 */
import { linkSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, replaceFile } from "../../bench/files.ts";
import type { DeliveredVersion, Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { VERSIONS } from "./layers.ts";
import { type Descriptor, type Document, imageOf } from "./oci.ts";
import { hexOf, type Packed, type Packing, packedIn } from "./packed.ts";
import { registryOf } from "./registry.ts";
import { putOnce, type Server } from "./server.ts";

/** The registry, with all versions in the repository that has the packing's name. */
export async function stocked(
  context: RunContext,
  image: Image,
  packing: Packing,
): Promise<Server> {
  const packed = await packedIn(context, image, packing);
  const registry = await registryOf(context);
  await stock(registry, packing.id, packed);
  return registry;
}

/** Puts all versions into a repository, once. */
export function stock(registry: Server, repository: string, packed: Packed): Promise<void> {
  return putOnce(registry, repository, () => put(registry, repository, packed));
}

async function put({ storage }: Server, repository: string, packed: Packed): Promise<void> {
  const root = join(storage, "docker/registry/v2");
  const own = join(root, "repositories", repository);
  const layer = ({ digest }: Descriptor) =>
    refer(join(own, "_layers/sha256", hexOf(digest)), digest);
  for (const { descriptor } of Object.values(packed.layers)) {
    const file = blobIn(storage, descriptor.digest);
    makeFolder(dirname(file));
    linkSync(join(packed.folder, hexOf(descriptor.digest)), file);
    layer(descriptor);
  }
  for (const [version, layers] of Object.entries(VERSIONS)) {
    const { config, manifest } = imageOf(layers.map((name) => packed.layers[name]));
    write(storage, config);
    layer(config.descriptor);
    write(storage, manifest);
    const { digest } = manifest.descriptor;
    const manifests = join(own, "_manifests");
    const tag = join(manifests, "tags", version satisfies string as DeliveredVersion);
    refer(join(manifests, "revisions/sha256", hexOf(digest)), digest);
    refer(join(tag, "current"), digest);
    refer(join(tag, "index/sha256", hexOf(digest)), digest);
  }
}

/** The file of a blob in the registry's storage. */
export function blobIn(storage: string, digest: string): string {
  const hex = hexOf(digest);
  return join(storage, "docker/registry/v2/blobs/sha256", hex.slice(0, 2), hex, "data");
}

function write(storage: string, { descriptor, text }: Document): void {
  const file = blobIn(storage, descriptor.digest);
  makeFolder(dirname(file));
  replaceFile(file, text);
}

function refer(folder: string, digest: string): void {
  makeFolder(folder);
  replaceFile(join(folder, "link"), digest);
}
