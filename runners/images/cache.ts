/**
 * Content-addressed folders. A folder is built beside its place and renamed into place when it is
 * complete. Its manifest, written last, lists every file with its hash. A damaged folder is noticed
 * and built again.
 */
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { makeFolder, makeNewFolder, roomError, writeNewFile } from "../../bench/files.ts";
import { hashFile } from "../../bench/hash.ts";
import { parseJson, readText } from "../../bench/untrusted.ts";
import type { RunContext } from "../context.ts";
import { detachMounts } from "../kernel/mounts.ts";
import type { Entry } from "../ledger/ledger.ts";

const MANIFEST = "manifest.json";
/** Marks a folder that is not complete yet. */
const BUILDING = ".building-";

export interface CacheManifest {
  /** The hash of every regular file, by its path relative to the folder. */
  readonly sha256: Readonly<Record<string, string>>;
}

/**
 * The paths must stay in the folder. Each kind of folder knows the other fields of its manifest.
 */
const ManifestSchema = z.object({
  sha256: z.record(
    z.string().refine((path) => !isAbsolute(path) && !path.split("/").includes("..")),
    z.string().regex(/^[0-9a-f]{64}$/),
  ),
});
const MOST_BYTES = 64 * 2 ** 20;

export interface Cached<M extends CacheManifest> {
  readonly folder: string;
  readonly manifest: M;
  /** Whether it had to be built, and why. */
  readonly built: false | "absent" | "damaged";
}

/**
 * The folder of this key, built if it is absent or damaged; of two processes that build it, the first
 * one's. `build` fills the folder that it is
 * given, and returns the manifest without the hashes.
 */
export async function cached<M extends CacheManifest>(
  context: RunContext,
  folder: string,
  build: (building: string) => Promise<Omit<M, "sha256"> & { readonly files: readonly string[] }>,
): Promise<Cached<M>> {
  const found = readManifest<M>(folder);
  if (found !== undefined && isWhole(folder, found)) {
    markUsed(folder);
    return { folder, manifest: found, built: false };
  }
  // It stays until there is a better one: another process may be making that right now.
  const damaged = existsSync(folder);
  const building = `${folder}${BUILDING}${process.pid}`;
  const entry = context.enter({ kind: "folder", path: building });
  makeFolder(dirname(folder));
  rmSync(building, { recursive: true, force: true });
  try {
    makeNewFolder(building);
    const { files, ...rest } = await build(building);
    const sha256 = Object.fromEntries(
      [...files].sort().map((file) => [file, hashFile(join(building, file))]),
    );
    const manifest = { ...rest, sha256 } as unknown as M;
    writeNewFile(join(building, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
    const theirs = settle<M>(building, folder);
    if (theirs !== undefined) {
      await discard(building, entry);
      return { folder, manifest: theirs, built: false };
    }
    entry.removed();
    prune(dirname(folder));
    return { folder, manifest, built: damaged ? "damaged" : "absent" };
  } catch (error) {
    // The free space is read before the half-built folder, which may fill the disk, is removed.
    const known = roomError(error, () => dirname(folder)) ?? error;
    await discard(building, entry);
    throw known;
  }
}

/**
 * Puts a complete folder in its place. If another process has put a whole one there meanwhile, that
 * one stays, since it may be in use, and its manifest is the result.
 */
function settle<M extends CacheManifest>(building: string, folder: string): M | undefined {
  try {
    renameSync(building, folder);
    return undefined;
  } catch (error) {
    if (!OCCUPIED.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
  const theirs = readManifest<M>(folder);
  if (theirs !== undefined && isWhole(folder, theirs)) return theirs;
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
  return undefined;
}

/** A folder that is not empty, or no folder: rename(2). */
const OCCUPIED: readonly string[] = ["ENOTEMPTY", "EEXIST", "ENOTDIR"];

/** Removes a half-built folder. If that fails, the end of the run or a sweep tries again. */
async function discard(building: string, entry: Entry): Promise<void> {
  try {
    await detachMounts(building);
    rmSync(building, { recursive: true, force: true });
    entry.removed();
  } catch {}
}

/** A folder's manifest; undefined if it is missing or incomplete. */
export function readManifest<M>(folder: string): M | undefined {
  try {
    const document = parseJson(readText(join(folder, MANIFEST), MOST_BYTES));
    return ManifestSchema.safeParse(document).success ? (document as M) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether every file exists, with the content that the manifest lists. */
export function isWhole(folder: string, manifest: CacheManifest): boolean {
  try {
    return Object.entries(manifest.sha256).every(
      ([file, sha256]) =>
        // Only regular files are read: a read of a FIFO or a device might never end.
        statSync(join(folder, file)).isFile() && hashFile(join(folder, file)) === sha256,
    );
  } catch {
    return false;
  }
}

/** How many folders of one kind are kept, so that a change of inputs and back rebuilds nothing. */
const KEPT = 3;

function markUsed(folder: string): void {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch {} // The cache is another user's and read-only; nothing is pruned there either.
}

/** Removes all but the last used folders, because every change of an input makes a new folder. */
function prune(parent: string): void {
  const folders = readdirSync(parent)
    .filter((name) => !name.includes(BUILDING))
    .flatMap((name) => {
      const folder = join(parent, name);
      // Another process may prune, too.
      const mtimeMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
      return mtimeMs === undefined ? [] : [{ folder, mtimeMs }];
    })
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { folder } of folders.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
}
