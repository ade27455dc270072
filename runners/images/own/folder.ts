/** A root filesystem in a folder of the user's, copied as it is. */
import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../../../bench/hash.ts";
import { say } from "../../../bench/messages.ts";
import { type Tree, unsafe } from "./tree.ts";

interface Found {
  /** Relative to the folder. */
  readonly path: string;
  readonly at: string;
  readonly stat: Stats;
}

/** sha256 over the path, kind, mode and content of everything in a folder. */
export function hashFolder(folder: string): string {
  const hash = createHash("sha256");
  for (const { path, at, stat } of walk(folder)) {
    const content = stat.isSymbolicLink() ? readlinkSync(at) : stat.isFile() ? hashFile(at) : "";
    hash.update(`${JSON.stringify([path, stat.mode, content])}\n`);
  }
  return hash.digest("hex");
}

export async function copyFolder(folder: string, tree: Tree): Promise<void> {
  for (const { path, at, stat } of walk(folder)) {
    if (stat.isDirectory()) tree.folder(path, stat);
    else if (stat.isSymbolicLink()) tree.link(path, readlinkSync(at), stat);
    else await tree.file(path, stat, createReadStream(at));
  }
}

/**
 * Folders, files and links, in a certain order, without following links. Devices, FIFOs and sockets
 * are left out, and so is what is mounted there: targets have a /dev and a /proc of their own.
 */
function* walk(folder: string): Generator<Found> {
  const top = lstatSync(`${folder}/.`);
  const left = [""];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const names = readdirSync(join(folder, path), { encoding: "buffer" });
    const below = names.map(nameOf).sort();
    const folders: string[] = [];
    for (const name of below) {
      const found = join(path, name);
      const at = join(folder, found);
      const stat = lstatSync(at);
      if (stat.isDirectory()) {
        if (stat.dev === top.dev) folders.push(found);
      } else if (!stat.isFile() && !stat.isSymbolicLink()) continue;
      yield { path: found, at, stat };
    }
    left.push(...folders.reverse());
  }
}

function nameOf(bytes: Buffer): string {
  const name = bytes.toString();
  if (!Buffer.from(name).equals(bytes)) throw unsafe(name, say("own-image.bad-name"));
  return name;
}
