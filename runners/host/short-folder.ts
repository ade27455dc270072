/**
 * A run's own folder with a short and plain path. A socket's path may have 107 bytes (unix(7)),
 * a line of busybox's fstab 510; mount options, engines' volumes, guests' kernel command lines
 * and shells give commas, colons, spaces and quotes a meaning; some tools read ASCII alone. The
 * cache folder may be anywhere. So where its own path will not do, tools are told a link to it.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError, messageOf } from "../../bench/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** With what is made below it, half of what the narrowest tool takes. */
const LONGEST = 32;
const PLAIN = /^(?:\/[\w.][\w.-]*)+$/;

/** Whether every tool takes this path, and what lies below it, as it is. */
export function isShortAndPlain(path: string): boolean {
  return path.length <= LONGEST && PLAIN.test(path);
}

/** Not /run, which tools are given one of their own of: both are seen there as they are outside. */
const PARENTS = ["/tmp", "/var/tmp"];
const SHORT_FOLDER = /^\/(?:var\/)?tmp\/isotax-[0-9a-f]{8}$/;

/** Whether it is named as those that are made here. */
export function isShortFolder(path: string): boolean {
  return SHORT_FOLDER.test(path);
}

/** Makes one, for this user alone. Errors: `NO_SHORT_FOLDER`. */
export function makeShortFolder(ledger: Ledger): string {
  const problems: string[] = [];
  for (const parent of PARENTS) {
    const path = join(parent, `isotax-${randomBytes(4).toString("hex")}`);
    const entry = ledger.enter({ kind: "folder", path });
    try {
      // Not recursive: a folder of somebody else's is neither to be used nor to be removed.
      mkdirSync(path, { mode: 0o700 });
      return path;
    } catch (error) {
      entry.removed();
      problems.push(messageOf(error));
    }
  }
  throw new IsotaxError(
    "NO_SHORT_FOLDER",
    `no folder for sockets and links can be made: ${problems.join("; ")}`,
    `make ${PARENTS.join(" or ")} writable, with room`,
  );
}

/** A link in a short folder to one whose path not all tools take. */
export function linkTo(folder: string, shortFolder: string): string {
  const link = join(shortFolder, "cache");
  symlinkSync(folder, link);
  return link;
}
