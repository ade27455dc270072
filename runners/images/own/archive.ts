/** The files of an image in a tar archive: an OCI archive, or what `docker save` writes. */
import { closeSync, createReadStream, createWriteStream, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";
import { asMessage, IsotaxError } from "../../../bench/errors.ts";
import { systemError } from "../../../bench/files.ts";
import { say } from "../../../bench/messages.ts";
import { damaged } from "./layers.ts";
import type { Blobs } from "./manifest.ts";
import { LIMITS, unsafe } from "./tree.ts";

const MOST_MEMBERS = 10_000;

/**
 * Unpacks the archive into a folder, under numbers: its names are never paths of the host. Errors:
 * `IMAGE_DAMAGED`, `UNSAFE_IMAGE`.
 */
export async function unpackArchive(file: string, folder: string): Promise<Blobs> {
  const members = new Map<string, string>();
  const entries = extract();
  let bytes = 0;
  const take = async () => {
    for await (const entry of entries) {
      const name = entry.header.name.replace(/^\.\//, "");
      if (entry.header.type !== "file") {
        entry.resume();
        continue;
      }
      bytes += entry.header.size ?? 0;
      if (bytes > LIMITS.bytes || members.size >= MOST_MEMBERS) {
        throw unsafe(name, say("own-image.archive-too-large"));
      }
      const to = join(folder, String(members.size));
      const out = createWriteStream(to, { flags: "wx" });
      const closed = new Promise<void>((resolve) => out.once("close", () => resolve()));
      // A stream that fails may still be about to make its file, in a folder that is to be removed.
      await pipeline(entry as unknown as Readable, out).finally(() => closed);
      members.set(name, to);
    }
  };
  const taken = take();
  taken.catch((error: Error) => entries.destroy(error));
  const input = createReadStream(file);
  const sink = entries as unknown as NodeJS.WritableStream;
  const read = isGzip(file) ? pipeline(input, createGunzip(), sink) : pipeline(input, sink);
  const failed = (await Promise.allSettled([taken, read])).find((end) => end.status === "rejected");
  if (failed !== undefined) {
    const { reason } = failed;
    if (reason instanceof IsotaxError || systemError(reason) !== undefined) throw reason;
    throw damaged(say("own-image.layer-unreadable", { why: asMessage(reason) }));
  }
  return { find: (name) => members.get(name) };
}

function isGzip(file: string): boolean {
  const start = Buffer.alloc(2);
  const fd = openSync(file, "r");
  try {
    readSync(fd, start);
  } finally {
    closeSync(fd);
  }
  return start[0] === 0x1f && start[1] === 0x8b;
}
