/** What an ext4 disk consists of: its files, what each inode says of them, and its superblock. */
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { makeNewFolder, writeNewFile } from "../../bench/files.ts";
import { hashFile } from "../../bench/hash.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import type { Fields, Listing } from "./listing.ts";

/** mke2fs makes it, not the source. */
const LOST_FOUND = "lost+found";

/** Lines of dumpe2fs(8) that follow from the others. */
const FROM_OTHERS: readonly string[] = ["Checksum"];

/** `folder`: an empty one, for a copy of the files. */
export async function listDisk(disk: string, folder: string): Promise<Listing> {
  makeNewFolder(folder);
  const copy = join(folder, "copy");
  makeNewFolder(copy);
  const options = { timeoutMs: PACKING_DEADLINE_MS, env: { TZ: "UTC0" } };
  await run(["debugfs", "-R", `rdump / ${copy}`, disk], options);
  const paths = readdirSync(copy, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.split("/")[0] !== LOST_FOUND,
  );
  const commands = join(folder, "commands");
  writeNewFile(commands, paths.map((path) => `stat "/${path}"\n`).join(""));
  const { stdout } = await run(["debugfs", "-f", commands, disk], options);
  const inodes = parseInodes(stdout);
  const entries = paths.map((path): [string, Fields] => {
    const inode = inodes.get(path);
    if (inode === undefined) throw new Error(`debugfs says nothing of ${path}`);
    return [path, { ...contentOf(join(copy, path)), ...inode }];
  });
  const superblock = await run(["dumpe2fs", "-h", disk], options);
  return {
    entries: new Map(entries),
    parts: new Map([["superblock", parseSuperblock(superblock.stdout)]]),
  };
}

function contentOf(path: string): Fields {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return { link: readlinkSync(path) };
  return status.isFile() ? { content: hashFile(path) } : {};
}

const TYPES: Readonly<Record<string, string>> = { regular: "file" };

/** The answers of debugfs(8) to `stat "/PATH"`, by path. */
export function parseInodes(text: string): ReadonlyMap<string, Fields> {
  const answers = text.split(/^debugfs: +stat "\/(.*)"$/m).slice(1);
  const found = new Map<string, Fields>();
  for (let i = 0; i + 1 < answers.length; i += 2) {
    const [path = "", answer = ""] = answers.slice(i, i + 2);
    const one = (pattern: RegExp) => pattern.exec(answer)?.[1] ?? "";
    const type = one(/Type: (\w+)/);
    found.set(path, {
      type: TYPES[type] ?? type,
      mode: Number.parseInt(one(/Mode: +(\d+)/), 8).toString(8),
      owner: `${one(/User: +(\d+)/)}:${one(/Group: +(\d+)/)}`,
      generation: one(/Generation: (\d+)/),
      ...times(answer),
      blocks: one(/(?:EXTENTS|BLOCKS):\n([^\n]*)/),
    });
  }
  return found;
}

function times(answer: string): Fields {
  const found = answer.matchAll(/^ *([cam]|cr)time: (\S+)/gm);
  return Object.fromEntries([...found].map(([, which, time = ""]) => [`${which}time`, time]));
}

/** Lines of the form `Filesystem UUID:  8ca7...`. */
export function parseSuperblock(text: string): Fields {
  const lines = text.matchAll(/^([^:\n]+): +(.*)$/gm);
  return Object.fromEntries(
    [...lines]
      .map(([, name = "", value = ""]): [string, string] => [name, value])
      .filter(([name]) => !FROM_OTHERS.includes(name)),
  );
}
