/**
 * The folder of the ledgers, held open: what is checked is what is then read and written, though
 * somebody may rename the folders above it meanwhile. It and the state folder must be folders, no
 * links, of this user, that nobody else may write to. Those above may be anybody's: who owns one
 * can take our folder away, and cannot put files of ours into another.
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
import { IsotaxError, messageOf } from "../../bench/errors.ts";
import { makeFolder, systemError } from "../../bench/files.ts";
import { kindOf } from "../../bench/untrusted.ts";
import { stateFolder } from "../host/paths.ts";
import { isOwn } from "./ours.ts";

/** Something that is not obeyed: which file, why, and what the user may do. */
export interface Doubt {
  readonly file: string;
  readonly reason: string;
  readonly remedy: string;
}

export class Doubtful extends Error {
  override readonly name = "Doubtful";
  constructor(readonly doubt: Doubt) {
    super(`${doubt.file} ${doubt.reason}`);
  }
}

const OTHERS_MAY_WRITE = 0o022;

/** Why what is there is not only this user's. */
export function ownershipDoubt(file: string, stat: Stats): Doubt | undefined {
  const mode = (stat.mode & 0o7777).toString(8);
  if (!isOwn(stat)) {
    return {
      file,
      reason: `belongs to user ${stat.uid}, not to the one who runs this (${process.geteuid?.()})`,
      remedy: `run isotax clean as that user; as this one, set HOME or XDG_STATE_HOME to a folder of your own`,
    };
  }
  if ((stat.mode & OTHERS_MAY_WRITE) === 0) return undefined;
  return {
    file,
    reason: `may be written by others (mode ${mode})`,
    remedy: `if nobody else has written there: chmod go-w ${file}`,
  };
}

export class LedgerFolder implements Disposable {
  private constructor(
    readonly path: string,
    readonly fd: number,
  ) {}

  /** Undefined if there is none. Errors: `Doubtful`. */
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
   * Makes it where there is none, and closes it to others. Errors: `CANNOT_WRITE`; `STATE_NOT_OURS`,
   * for of a run whose ledger nobody would obey nothing would be cleaned up.
   */
  static make(): LedgerFolder {
    const state = stateFolder();
    try {
      makeFolder(state, 0o700);
      makeOwn(state, state);
      makeOwn(join(state, "ledgers"), join(state, "ledgers"));
      const made = LedgerFolder.find();
      if (made !== undefined) return made;
      throw new Error(`${state} was removed while it was made`);
    } catch (error) {
      if (error instanceof Doubtful) {
        throw new IsotaxError(
          "STATE_NOT_OURS",
          `what a run leaves behind could not be cleaned up: ${error.message}`,
          error.doubt.remedy,
          { cause: error },
        );
      }
      throw systemError(error) ?? error;
    }
  }

  /** The path by which a file in it is reached, whatever its own path leads to by now. */
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

/** `name` is what is told. */
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
      reason: isFolder ? `cannot be opened: ${messageOf(error)}` : `is ${kindOf(stat)}`,
      remedy: "put a folder of your own there, or set XDG_STATE_HOME to one",
    });
  }
}

/** A folder of ours that others may write to is closed to them: what is in it already is judged by itself. */
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
