/**
 * A run's own folder with a short and plain path. A socket's path may have 107 bytes (unix(7)), and
 * a line of busybox's fstab 510. Commas, colons, spaces and quotes are special in mount options,
 * engines' volumes, guests' kernel command lines and shells. Some tools read only ASCII. The cache
 * folder may be anywhere, so where its own path does not work, tools get a link to it.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** With the names below it, the path is half as long as the strictest tool allows. */
const LONGEST = 32;
const PLAIN = /^(?:\/[\w.][\w.-]*)+$/;

/** Whether every tool accepts this path, and the paths below it, without a link. */
export function isShortAndPlain(path: string): boolean {
  return path.length <= LONGEST && PLAIN.test(path);
}

/** Not /run, because some tools get their own /run. These two look the same inside as outside. */
const PARENTS = ["/tmp", "/var/tmp"];
const SHORT_FOLDER = /^\/(?:var\/)?tmp\/isotax-[0-9a-f]{8}$/;

/** Whether the path has the form of those that are made here. */
export function isShortFolder(path: string): boolean {
  return SHORT_FOLDER.test(path);
}

/** Makes a short folder, for this user alone. Errors: `NO_SHORT_FOLDER`. */
export function makeShortFolder(ledger: Ledger): string {
  const problems: Message[] = [];
  for (const parent of PARENTS) {
    const path = join(parent, `isotax-${randomBytes(4).toString("hex")}`);
    const entry = ledger.enter({ kind: "folder", path });
    try {
      // Not recursive: a folder of another owner must neither be used nor be removed.
      mkdirSync(path, { mode: 0o700 });
      return path;
    } catch (error) {
      entry.removed();
      problems.push(asMessage(error));
    }
  }
  throw new IsotaxError(
    "NO_SHORT_FOLDER",
    say("host.no-short-folder", { problems }),
    say("host.make-writable", { folders: PARENTS }),
  );
}

/** Makes a link in a short folder to a folder whose path some tools do not accept. */
export function linkTo(folder: string, shortFolder: string): string {
  const link = join(shortFolder, "cache");
  symlinkSync(folder, link);
  return link;
}
