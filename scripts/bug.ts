/** An error that nobody has put into words is a bug of isotax: its trace goes into a file, not to the reader. */
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { makeFolder, makeTemporaryFolder, writeNewFile } from "../bench/files.ts";
import { stateFolder } from "../bench/places.ts";
import { VERSION } from "../bench/version.ts";

/** A trace is longer only where something repeats itself. */
const MOST_LETTERS = 64 * 1024;
/** Files that are kept. */
const MOST_FILES = 20;

/** The file that holds the trace; undefined if it could be written nowhere. Never throws. */
export function recordBug(thrown: unknown): string | undefined {
  const text = [
    `isotax ${VERSION}, Node.js ${process.version}, Linux ${release()}, ${new Date().toISOString()}`,
    JSON.stringify(process.argv.slice(1)),
    traceOf(thrown),
    "",
  ].join("\n");
  for (const folder of [folderOfBugs, () => makeTemporaryFolder("isotax-bug-")]) {
    try {
      const file = join(folder(), `${Date.now()}-${process.pid}.txt`);
      writeNewFile(file, text.slice(0, MOST_LETTERS), 0o600);
      return file;
    } catch {} // The next place.
  }
  return undefined;
}

/** With the errors that it was caused by. */
export function traceOf(thrown: unknown): string {
  return thrown instanceof Error ? inspect(thrown, { depth: 4 }) : String(thrown);
}

/** One of this user's own: HOME may be another's, who would choose where we write. */
function folderOfBugs(): string {
  const folder = join(stateFolder(), "bugs");
  makeFolder(folder, 0o700);
  const { uid, mode } = lstatSync(folder);
  const isLink = (mode & 0o170000) !== 0o040000;
  if (isLink || uid !== process.geteuid?.() || (mode & 0o022) !== 0) {
    throw new Error(`${folder} is not to be trusted`);
  }
  const names = readdirSync(folder).sort();
  for (const name of names.slice(0, Math.max(0, names.length - MOST_FILES + 1))) {
    rmSync(join(folder, name), { force: true });
  }
  return folder;
}
