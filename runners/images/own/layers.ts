/**
 * Applies the layers of an OCI image to a tree: image-spec, layer.md. A layer is a tar archive,
 * perhaps compressed. Its digests are checked while it is read, and the tree is of no use before.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { asMessage, IsotaxError } from "../../../bench/errors.ts";
import { systemError } from "../../../bench/files.ts";
import { say, verbatim } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import { PACKING_DEADLINE_MS, tryRun } from "../../host/process.ts";
import { type Tree, unsafe } from "./tree.ts";

export interface Layer {
  /** The file on the host. */
  readonly file: string;
  readonly compression: "none" | "gzip" | "zstd";
  /** sha256 of the file as it is; undefined where the image has none. */
  readonly digest: string | undefined;
  /** sha256 of the archive without compression. */
  readonly diffId: string;
}

/** Errors: `IMAGE_DAMAGED`, `UNSAFE_IMAGE`, `IMAGE_TOO_LARGE`. */
export async function applyLayer(tree: Tree, layer: Layer, scratch: string): Promise<void> {
  tree.nextLayer();
  const outer = createHash("sha256");
  const inner = createHash("sha256");
  try {
    switch (layer.compression) {
      case "none":
        await applyArchive(tree, createReadStream(layer.file), inner);
        break;
      case "gzip": {
        const gunzip = createGunzip();
        const reading = pipeline(createReadStream(layer.file), hashing(outer), gunzip);
        await Promise.all([reading, applyArchive(tree, gunzip, inner)]);
        break;
      }
      case "zstd":
        await hashFileInto(outer, layer.file);
        await unzstd(layer.file, scratch, tree.limits.bytes);
        await applyArchive(tree, createReadStream(scratch), inner);
    }
  } catch (error) {
    // A full disk is no damage.
    throw error instanceof IsotaxError || systemError(error) !== undefined
      ? error
      : damaged(say("own-image.layer-unreadable", { why: asMessage(error) }));
  } finally {
    rmSync(scratch, { force: true });
  }
  check(layer.diffId, inner);
  if (layer.digest !== undefined && layer.compression !== "none") check(layer.digest, outer);
}

async function hashFileInto(hash: Hash, file: string): Promise<void> {
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
}

/** Node.js 20 has no zstd. The limit, in blocks of 512 bytes, is for archives that are made to burst. */
async function unzstd(file: string, to: string, mostBytes: number): Promise<void> {
  const script = 'ulimit -f "$3" && exec zstd -dcq <"$1" >"$2"';
  const blocks = String(Math.ceil(mostBytes / 512));
  const argv = ["sh", "-c", script, "sh", file, to, blocks];
  const { exitCode, stderr } = await tryRun(argv, { timeoutMs: PACKING_DEADLINE_MS });
  if (exitCode === 0) return;
  throw damaged(say("own-image.layer-unreadable", { why: verbatim(stderr.trim().slice(-300)) }));
}

function check(digest: string, hash: Hash): void {
  const found = hash.digest("hex");
  if (found !== digest) throw damaged(say("own-image.other-digest", { digest, found }));
}

export function damaged(why: Message): IsotaxError {
  return new IsotaxError(
    "IMAGE_DAMAGED",
    say("own-image.damaged", { why }),
    say("own-image.build-again"),
  );
}

function hashing(hash: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
}

/** Bytes that may come between two entries: headers and padding. tar-stream keeps a header whole. */
const MOST_BETWEEN = 16 * 2 ** 20;

async function applyArchive(tree: Tree, archive: Readable, hash: Hash): Promise<void> {
  const entries = extract();
  let between = 0;
  const watched = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      between += chunk.length;
      if (between > MOST_BETWEEN) throw damaged(say("own-image.header-too-long"));
      hash.update(chunk);
      yield chunk;
    }
  };
  const apply = async () => {
    for await (const entry of entries) {
      between = 0;
      const content = async function* () {
        for await (const chunk of entry) {
          between = 0;
          yield chunk as Buffer;
        }
      };
      await applyEntry(tree, entry.header, content());
      // What nobody has read, such as the content of a device.
      entry.resume();
    }
  };
  const applied = apply();
  // The first error is the cause. The other one follows from it.
  applied.catch((error: Error) => entries.destroy(error));
  const read = pipeline(archive, watched, entries as unknown as NodeJS.WritableStream);
  const [one, other] = await Promise.allSettled([applied, read]);
  for (const end of [one, other]) if (end.status === "rejected") throw end.reason;
}

const MARK = ".wh.";
const OPAQUE = ".wh..wh..opq";

async function applyEntry(
  tree: Tree,
  { name: path, type, linkname, mode = 0o755, mtime, pax }: Header,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const [folder, name] = split(path);
  if (name.startsWith(MARK)) {
    if (name === OPAQUE) tree.opaque(folder);
    // Other names of this form are aufs's own.
    else if (!name.startsWith(`${MARK}${MARK}`)) tree.whiteout(`${folder}/${name.slice(4)}`);
    return;
  }
  const attributes = { mode, mtimeMs: mtime?.getTime() ?? 0 };
  switch (type) {
    case "file":
    case "contiguous-file":
      if (Object.keys(pax ?? {}).some((key) => key.startsWith("GNU.sparse."))) {
        throw unsafe(path, say("own-image.unknown-entry"));
      }
      return tree.file(path, attributes, content);
    case "directory":
      return tree.folder(path, attributes);
    case "symlink":
      return tree.link(path, linkname ?? "", attributes);
    case "link":
      return tree.hardLink(path, linkname ?? "");
    case "character-device":
    case "block-device":
    case "fifo":
      // Targets have a /dev of their own.
      return;
    default:
      throw unsafe(path, say("own-image.unknown-entry"));
  }
}

function split(path: string): readonly [string, string] {
  const parts = path.split("/").filter((part) => part !== "");
  const name = parts.pop() ?? "";
  return [parts.join("/"), name];
}
