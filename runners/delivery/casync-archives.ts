/**
 * The versions of an image as casync keeps them: an index of each, and the chunks of all in one
 * folder. A chunk ends where the content says so, so that what is the same has the same chunks.
 */
import { readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { hashJson } from "../../bench/hash.ts";
import type { DeliveredVersion, Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { cached } from "../images/cache.ts";
import { fileServerOf } from "./file-server.ts";
import { VERSIONS } from "./layers.ts";
import { putOnce, type Server } from "./server.ts";
import { unpackVersion } from "./tree.ts";

/** Changes with how archives are made. */
const EDITION = 1;

const NAME = "casync";

/** Where casync looks for chunks, if it is told of an index alone. */
const CHUNKS = "default.castr";

/** The server of files, with all versions on its shelf. */
export async function archivesServed(context: RunContext, image: Image): Promise<Server> {
  const folder = await archivesOf(context, image);
  const server = await fileServerOf(context);
  await putOnce(server, NAME, async () => symlinkSync(folder, join(server.storage, NAME)));
  return server;
}

export function indexPath(version: DeliveredVersion): string {
  return `${NAME}/${version}.caidx`;
}

function archivesOf(context: RunContext, image: Image): Promise<string> {
  return context.shared(`delivery-casync-${image.digest}`, async () => {
    const { stdout } = await run(["casync", "--version"]);
    const key = hashJson([EDITION, image.digest, stdout]).slice(0, 32);
    const place = join(context.cache, "delivery", NAME, key);
    const { folder } = await cached(context, place, async (building) => {
      const work = context.instanceFolder(context.instanceName(NAME));
      try {
        for (const version of Object.keys(VERSIONS) as DeliveredVersion[]) {
          const tree = join(work.path, version);
          await unpackVersion(context, image, version, tree);
          await archive(tree, building, version);
          rmSync(tree, { recursive: true });
        }
      } finally {
        await work.remove();
      }
      const files = readdirSync(building, { recursive: true, encoding: "utf8" });
      return { files: files.filter((file) => statSync(join(building, file)).isFile()) };
    });
    return folder;
  });
}

/** Keeps what a mount can show again. */
async function archive(tree: string, folder: string, version: DeliveredVersion): Promise<void> {
  const options = ["--with=fuse", `--store=${join(folder, CHUNKS)}`];
  await run(["casync", "make", ...options, join(folder, `${version}.caidx`), tree], {
    timeoutMs: PACKING_DEADLINE_MS,
  });
}
