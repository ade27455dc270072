/** The disks of an image's versions, packed for clients. They are kept in the cache. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { hashFile, hashJson } from "../../../bench/hash.ts";
import type { DeliveredVersion, Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { PACKING_DEADLINE_MS, run } from "../../host/process.ts";
import { type CacheManifest, cached } from "../../images/cache.ts";
import { locateTool } from "../../images/servers.ts";
import { type Disks, disksOf } from "./disks.ts";

/** Changes with what the disks hold, or how they are packed. */
const EDITION = 1;

/** The names of each version's files, in the order in which a client needs them. */
export type Versions = Readonly<Record<DeliveredVersion, readonly string[]>>;

export interface DiskPacking {
  /** Formats with the same packing share what is packed. */
  readonly id: string;
  /** The programs that pack. With another version of one, the disks are packed anew. */
  readonly packers: readonly string[];
  /** Packs all disks into an empty folder. */
  pack(disks: Disks, folder: string): Promise<Versions>;
}

interface GoodsManifest extends CacheManifest {
  readonly versions: Versions;
}

/** What a server has on its shelf for one format. */
export interface Goods {
  /** The folder of all files, some of which may be in folders of their own. */
  readonly folder: string;
  readonly versions: Versions;
  /** The hash of each file, by its path in the folder. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** The packed disks, made when they are first asked for. */
export function goodsOf(context: RunContext, image: Image, packing: DiskPacking): Promise<Goods> {
  const { id, packers } = packing;
  return context.shared(`delivery-goods-${id}-${image.digest}`, async () => {
    const programs = packers.map((tool) => hashFile(locateTool(tool) ?? tool));
    const key = hashJson([EDITION, image.digest, programs]).slice(0, 32);
    const place = join(context.cache, "delivery", id, key);
    const { folder, manifest } = await cached<GoodsManifest>(context, place, async (building) => {
      const versions = await packing.pack(await disksOf(context, image), building);
      const entries = readdirSync(building, { recursive: true, encoding: "utf8" });
      const files = entries.filter((path) => statSync(join(building, path)).isFile());
      return { files, versions };
    });
    return { folder, versions: manifest.versions, sha256: manifest.sha256 };
  });
}

/** Runs a program that packs. */
export async function packs(argv: readonly string[]): Promise<void> {
  await run(argv, { timeoutMs: PACKING_DEADLINE_MS });
}

/** What is done for each version, by its name. */
export async function eachVersion(
  disks: Disks,
  work: (version: DeliveredVersion, disk: string) => Promise<readonly string[]>,
): Promise<Versions> {
  return {
    base: await work("base", disks.base),
    first: await work("first", disks.first),
    "file-changed": await work("file-changed", disks["file-changed"]),
    "dependency-changed": await work("dependency-changed", disks["dependency-changed"]),
  };
}
