/**
 * An error without a message for users is a bug of isotax. Its trace goes into a file, and the user
 * is told which.
 */
import { lstatSync, readdirSync, rmSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { makeFolder, makeTemporaryFolder, writeNewFile } from "../bench/files.ts";
import { stateFolder } from "../bench/places.ts";
import { VERSION } from "../bench/version.ts";
import { traceOf } from "./trace.ts";

/** A longer trace only repeats itself. */
const MOST_LETTERS = 64 * 1024;
/** The number of files that are kept. */
const MOST_FILES = 20;

/**
 * Writes the trace into a file and returns its path; undefined if no folder can be written. Never
 * throws.
 */
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
    } catch {} // The next folder is tried.
  }
  return undefined;
}

/**
 * The folder must belong to this user: HOME may be that of another user, who would choose where we
 * write.
 */
function folderOfBugs(): string {
  const folder = join(stateFolder(), "bugs");
  makeFolder(folder, 0o700);
  const { uid, mode } = lstatSync(folder);
  const isLink = (mode & 0o170000) !== 0o040000;
  if (isLink || uid !== process.geteuid?.() || (mode & 0o022) !== 0) {
    throw new Error(`${folder} cannot be trusted`);
  }
  const names = readdirSync(folder).sort();
  for (const name of names.slice(0, Math.max(0, names.length - MOST_FILES + 1))) {
    rmSync(join(folder, name), { force: true });
  }
  return folder;
}
