/**
 * The folder of the ledgers, held open. So the folder that is checked is the one that is read and
 * written, even if somebody renames the folders above it meanwhile. It and the state folder must be
 * folders, not links. They must belong to this user, and nobody else may write to them. The folders
 * above may be anybody's: their owner can move our folder away, but cannot put our files into
 * another one.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
} from "node:fs";
import { join } from "node:path";
import { asMessage, IsotaxError, SaidError } from "../../bench/errors.ts";
import { makeFolder, systemError } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { kindOf } from "../../bench/untrusted.ts";
import { stateFolder } from "../host/paths.ts";
import { isOwn } from "./ours.ts";

/** A file or entry that is not obeyed: which one, why, and what the user may do. */
export interface Doubt {
  readonly file: string;
  /** It follows the name of the file. */
  readonly reason: Message;
  readonly remedy: Message;
}

export class Doubtful extends SaidError {
  override readonly name = "Doubtful";
  constructor(readonly doubt: Doubt) {
    super(say("leftovers.doubt", { file: doubt.file, reason: doubt.reason }));
  }
}

const OTHERS_MAY_WRITE = 0o022;

/** Why a file or folder is not only this user's; undefined if it is. */
export function ownershipDoubt(file: string, stat: Stats): Doubt | undefined {
  const mode = (stat.mode & 0o7777).toString(8);
  if (!isOwn(stat)) {
    return {
      file,
      reason: say("leftovers.of-other-user", { uid: stat.uid, own: process.geteuid?.() ?? -1 }),
      remedy: say("leftovers.clean-as-owner"),
    };
  }
  if ((stat.mode & OTHERS_MAY_WRITE) === 0) return undefined;
  return {
    file,
    reason: say("leftovers.writable-by-others", { mode }),
    remedy: say("leftovers.close-to-others", { file }),
  };
}

export class LedgerFolder implements Disposable {
  private constructor(
    readonly path: string,
    readonly fd: number,
  ) {}

  /** Opens the folder; undefined if there is none. Errors: `Doubtful`. */
  static find(): LedgerFolder | undefined {
    const state = stateFolder();
    const outer = openFolder(state, state);
    if (outer === undefined) return undefined;
    try {
      refuseDoubt(state, outer);
      return LedgerFolder.#below(outer, join(state, "ledgers"));
    } finally {
      closeSync(outer);
    }
  }

  static #below(outer: number, path: string): LedgerFolder | undefined {
    const inner = openFolder(`/proc/self/fd/${outer}/ledgers`, path);
    if (inner === undefined) return undefined;
    try {
      refuseDoubt(path, inner);
      return new LedgerFolder(path, inner);
    } catch (error) {
      closeSync(inner);
      throw error;
    }
  }

  /**
   * Makes the folder if there is none, and closes it to others. Errors: `CANNOT_WRITE`;
   * `STATE_NOT_OURS`, because no later run would obey such a ledger and clean up.
   */
  static make(): LedgerFolder {
    const state = stateFolder();
    try {
      makeFolder(state, 0o700);
      makeOwn(state, state);
      makeOwn(join(state, "ledgers"), join(state, "ledgers"));
      const made = LedgerFolder.find();
      if (made !== undefined) return made;
      throw new SaidError(say("leftovers.state-vanished", { folder: state }));
    } catch (error) {
      if (error instanceof Doubtful) {
        throw new IsotaxError(
          "STATE_NOT_OURS",
          say("leftovers.state-not-ours", { why: error.what }),
          error.doubt.remedy,
          { cause: error },
        );
      }
      throw systemError(error) ?? error;
    }
  }

  /** The path to a file in the opened folder, wherever the folder's own path leads by now. */
  at(name: string): string {
    return `/proc/self/fd/${this.fd}/${name}`;
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
  }
}

function refuseDoubt(path: string, fd: number): void {
  const doubt = ownershipDoubt(path, fstatSync(fd));
  if (doubt !== undefined) throw new Doubtful(doubt);
}

/** `name`: the path to show in messages. */
function openFolder(path: string, name: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    const isFolder = stat === undefined || stat.isDirectory();
    throw new Doubtful({
      file: name,
      reason: isFolder
        ? say("leftovers.cannot-open", { why: asMessage(error) })
        : say("files.is-kind", { kind: kindOf(stat) }),
      remedy: say("leftovers.put-own-folder"),
    });
  }
}

/**
 * Makes a folder, or closes our existing one to others. The files in it are checked one by one
 * later.
 */
function makeOwn(path: string, name: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const fd = openFolder(path, name);
  if (fd === undefined) return;
  try {
    const stat = fstatSync(fd);
    if (isOwn(stat)) fchmodSync(fd, stat.mode & 0o7777 & ~OTHERS_MAY_WRITE);
  } finally {
    closeSync(fd);
  }
}
