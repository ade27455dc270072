/** What files take on the host: blocks of the disk, and pages of the page cache. */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { located, PACKING_DEADLINE_MS, run } from "../host/process.ts";

export interface HostEntry {
  readonly path: string;
  readonly isFile: boolean;
  readonly bytes: number;
  /** What the filesystem has given to it. Blocks that two reflinked files share count for both. */
  readonly allocatedBytes: number;
}

/** The unit of `st_blocks`: stat(2). */
const BLOCK_BYTES = 512;

/** These files and folders, and all that is below them. A file with several names is there once. */
export function entriesBelow(paths: readonly string[]): readonly HostEntry[] {
  const found = new Map<string, HostEntry>();
  const look = (path: string) => {
    const status = lstatSync(path);
    const key = `${status.dev}:${status.ino}`;
    if (found.has(key)) return;
    found.set(key, {
      path,
      isFile: status.isFile(),
      bytes: status.size,
      allocatedBytes: status.blocks * BLOCK_BYTES,
    });
    if (status.isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
  };
  for (const path of paths) look(path);
  return [...found.values()];
}

export function allocatedBytes(entries: readonly HostEntry[]): number {
  return entries.reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0);
}

/** How much of the files is in the page cache: mincore(2), which reads nothing. */
export async function cachedBytes(entries: readonly HostEntry[]): Promise<number> {
  let sum = 0;
  for (const paths of inPortions(entries)) {
    const fincore = ["fincore", "--bytes", "--noheadings", "--raw", "--output=RES", "--"];
    const { stdout } = await run(located([...fincore, ...paths]));
    for (const line of stdout.trim().split("\n")) sum += Number(line);
  }
  return sum;
}

/** $0: a folder on the disk. Then the files. With a count of zero, dd(1) only gives the advice. */
const DROP =
  // biome-ignore lint/plugin: a script
  'sync -f "$0" && for file; do dd if="$file" iflag=nocache count=0 status=none || exit 1; done';

/**
 * Drops these files from the page cache, and no others (POSIX_FADV_DONTNEED). Pages that a process
 * has mapped stay. Pages must have been written to the disk, so that of `folder` is synchronised.
 */
export async function dropFromCache(
  folder: string,
  entries: readonly HostEntry[],
  signal: AbortSignal,
): Promise<void> {
  for (const paths of inPortions(entries)) {
    await run(["sh", "-c", DROP, folder, ...paths], { signal, timeoutMs: PACKING_DEADLINE_MS });
  }
}

/** As many paths as a command line surely takes. */
const PORTION = 1000;

function* inPortions(entries: readonly HostEntry[]): Generator<readonly string[]> {
  const paths = entries.filter(({ isFile, bytes }) => isFile && bytes > 0).map(({ path }) => path);
  for (let from = 0; from < paths.length; from += PORTION) {
    yield paths.slice(from, from + PORTION);
  }
}
