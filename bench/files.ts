/**
 * The only module that makes folders and writes files. It reports a failure in one way: what,
 * where, why, and by which variable or option another place can be chosen.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { asMessage, IsotaxError, messageOf } from "./errors.ts";
import { own } from "./lookup.ts";
import { type Code, say } from "./messages.ts";
import { cacheFolder, otherPlaceThan } from "./places.ts";
import type { Message } from "./types.ts";

/** Makes a folder and its parents. A folder that already exists will do. Errors: `CANNOT_WRITE`. */
export function makeFolder(folder: string, mode = 0o777): void {
  guarded("made", folder, () => makeWithParents(resolve(folder), mode));
}

/** mkdir's own recursion never ends where no folder can be made, such as below /proc. */
function makeWithParents(folder: string, mode: number): void {
  if (isFolder(folder)) return;
  makeWithParents(dirname(folder), mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    // Either another process has just made it, or it is a file or a link to nowhere.
    if (codeOf(error) !== "EEXIST" || !isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Makes a folder that must not exist yet. Errors: `CANNOT_WRITE`. */
export function makeNewFolder(folder: string, mode = 0o777): void {
  guarded("made", folder, () => mkdirSync(folder, mode));
}

/**
 * Makes a new folder for temporary files, which only this user can read. Errors: `CANNOT_WRITE`.
 */
export function makeTemporaryFolder(prefix: string): string {
  const path = join(tmpdir(), prefix);
  return guarded("made", path, () => mkdtempSync(path), say("files.other-temporary"));
}

/** Writes a new file. An existing file or link is refused. Errors: `CANNOT_WRITE`. */
export function writeNewFile(file: string, content: string, mode = 0o666): void {
  guarded("written", file, () => writeWhole(file, content, mode));
}

/** Writes a file aside and renames it into place, so that readers never see half of it. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const aside = `${file}.${process.pid}${ASIDE}`;
  guarded("written", file, () => {
    rmSync(aside, { force: true });
    try {
      writeWhole(aside, content, 0o666);
      renameSync(aside, file);
    } catch (error) {
      rmSync(aside, { force: true });
      throw error;
    }
  });
}

/**
 * Writes where a user has said. The user may have named a device, a pipe or a link. Such a thing is
 * written to, and never replaced.
 */
export function writeNamedFile(file: string, content: string): void {
  const { path, replaceable } = guarded("written", file, () => {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) throw coded("EISDIR");
    if (there === undefined) return { path: file, replaceable: true };
    return { path: realpathSync(file), replaceable: there.isFile() };
  });
  if (replaceable) replaceFile(path, content);
  else guarded("written", file, () => writeFileSync(path, content));
}

/** Appends to a file, either all of the text or nothing. Errors: `CANNOT_WRITE`. */
export function appendToFile(file: string, text: string): void {
  guarded("written", file, () => {
    const fd = openSync(file, "a");
    try {
      appendWhole(fd, text);
    } finally {
      closeSync(fd);
    }
  });
}

export function copyFile(from: string, to: string): void {
  guarded("written", to, () => copyFileSync(from, to));
}

/** Never writes through a link that somebody else has put there. */
function writeWhole(file: string, content: string | Uint8Array, mode: number): void {
  try {
    writeFileSync(file, content, { flag: "wx", mode });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") rmSync(file, { force: true });
    throw error;
  }
}

const ASIDE = ".new";

/**
 * Removes the files that dead writers left aside, if `isOurs` accepts their names and the folder
 * belongs to this user. The files of live writers stay.
 */
export function removeLeftAside(folder: string, isOurs: (name: string) => boolean): void {
  try {
    const status = lstatSync(folder);
    if (!status.isDirectory() || status.uid !== process.geteuid?.()) return;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const [, name, pid] = /^(.+?)(?:\.(\d+))?\.new$/.exec(entry.name) ?? [];
      if (name === undefined || entry.isDirectory() || !isOurs(name)) continue;
      if (pid === undefined || !isRunning(Number(pid))) {
        rmSync(join(folder, entry.name), { force: true });
      }
    }
  } catch {} // Nothing there, or not to be changed: then it is in nobody's way either.
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * If the disk was full, a partly written text is cut off again. Otherwise the next line would
 * become part of it.
 */
function appendWhole(fd: number, text: string): void {
  const before = fstatSync(fd);
  const bytes = Buffer.from(text);
  try {
    for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from);
  } catch (error) {
    if (before.isFile()) ftruncateSync(fd, before.size);
    throw error;
  }
}

/** A file that only grows, line by line. Each line is on the disk before the next is written. */
export class LineFile {
  readonly #fd: number;

  constructor(readonly file: string) {
    this.#fd = guarded("written", file, () =>
      openSync(
        file,
        constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW,
      ),
    );
  }

  append(line: string): void {
    guarded("written", this.file, () => {
      appendWhole(this.#fd, `${line}\n`);
      fsyncSync(this.#fd);
    });
  }

  cutTo(bytes: number): void {
    guarded("written", this.file, () => ftruncateSync(this.#fd, bytes));
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

interface Why {
  readonly why: Message;
  /** What tools print when they fail for this reason. */
  readonly said?: RegExp;
  /** What to try before choosing another place. */
  readonly first?: Message;
}

const WHY: Readonly<Record<string, Why>> = {
  ENOSPC: {
    why: say("files.no-space"),
    said: /no space left on device|disk full|ENOSPC/i,
    first: say("files.free-space"),
  },
  EDQUOT: {
    why: say("files.quota-used-up"),
    said: /disk quota exceeded|EDQUOT/i,
    first: say("files.free-space"),
  },
  EROFS: { why: say("files.read-only"), said: /read-only file ?system|EROFS/i },
  EACCES: { why: say("files.no-permission"), first: say("files.change-permissions") },
  EPERM: { why: say("files.not-allowed"), first: say("files.change-permissions") },
  ENOENT: { why: say("files.path-incomplete") },
  ENOTDIR: { why: say("files.file-in-path") },
  EISDIR: { why: say("files.is-folder") },
  EEXIST: { why: say("files.is-no-folder") },
  ENOTEMPTY: { why: say("files.folder-not-empty") },
  ELOOP: { why: say("files.link-loop") },
  ENAMETOOLONG: { why: say("files.name-too-long"), first: say("files.shorter-name") },
  EINVAL: { why: say("files.not-accepted") },
  ENOSYS: { why: say("files.not-supported") },
  EOPNOTSUPP: { why: say("files.not-supported") },
  EXDEV: { why: say("files.other-filesystem") },
  E2BIG: { why: say("files.arguments-too-long") },
  EAGAIN: {
    why: say("files.no-more-processes"),
    said: /resource temporarily unavailable|EAGAIN/i,
    first: say("files.raise-processes"),
  },
  EMLINK: { why: say("files.folder-full") },
  EBUSY: { why: say("files.in-use") },
  ETXTBSY: { why: say("files.being-executed") },
  EIO: {
    why: say("files.device-error"),
    said: /input\/output error|\bEIO\b/i,
    first: say("files.see-kernel-log"),
  },
  ENXIO: { why: say("files.no-device") },
  ENODEV: { why: say("files.no-device") },
  ESTALE: { why: say("files.lost-by-server") },
  EFBIG: {
    why: say("files.too-large"),
    said: /file too large|EFBIG/i,
    first: say("files.raise-size"),
  },
  EMFILE: {
    why: say("files.too-many-open"),
    said: /too many open files|EMFILE/i,
    first: say("files.raise-open"),
  },
  ENFILE: { why: say("files.too-many-open-here"), first: say("files.raise-open-here") },
  ENOMEM: {
    why: say("files.no-memory"),
    said: /cannot allocate memory|ENOMEM/i,
    first: say("files.free-memory"),
  },
};

function codeOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === "string" ? code : undefined;
}

type Verb = "made" | "written" | "opened" | "read" | "removed" | "started";

/** What to do about a path that a user has named. */
const OTHERWISE: Readonly<Record<Verb, Message>> = {
  made: say("files.other-out"),
  written: say("files.other-out"),
  opened: say("files.other-name"),
  read: say("files.other-name"),
  removed: say("files.remove-by-hand"),
  started: say("files.install-it"),
};

function guarded<T>(verb: Verb, path: string, action: () => T, elsewhere?: Message): T {
  try {
    return action();
  } catch (error) {
    const code = codeOf(error);
    throw (code && because(code, verb, path, { cause: error, elsewhere })) || error;
  }
}

const CODES: Readonly<Record<Verb, string>> = {
  made: "CANNOT_WRITE",
  written: "CANNOT_WRITE",
  opened: "CANNOT_OPEN",
  read: "CANNOT_READ",
  removed: "CANNOT_REMOVE",
  started: "TOOL_NOT_STARTED",
};

const NOT_DONE = {
  made: "files.not-made",
  written: "files.not-written",
  opened: "files.not-opened",
  read: "files.not-read",
  removed: "files.not-removed",
  started: "files.not-started",
} as const satisfies Record<Verb, Code>;

interface Circumstances {
  readonly cause: unknown;
  /** How to choose another place, if the path does not tell. */
  readonly elsewhere?: Message | undefined;
  /** What a tool printed. */
  readonly said?: Message;
}

function because(
  code: string,
  verb: Verb,
  path: string,
  { cause, elsewhere = otherPlaceThan(path) ?? OTHERWISE[verb], said }: Circumstances,
): IsotaxError | undefined {
  const known = own(WHY, code);
  if (known === undefined) return undefined;
  const { first } = known;
  const why = said === undefined ? known.why : say("files.why-as-said", { why: known.why, said });
  return new IsotaxError(
    CODES[verb],
    say(NOT_DONE[verb], { path: resolve(path), why }),
    first === undefined ? elsewhere : say("files.first-or", { first, otherwise: elsewhere }),
    { cause },
  );
}

/** System calls that read, as Node names them in its errors. */
const READING: readonly string[] = [
  "scandir",
  "read",
  "stat",
  "lstat",
  "readlink",
  "realpath",
  "access",
];

function verbOf(syscall: string): Verb {
  if (syscall.startsWith("spawn")) return "started";
  if (["unlink", "rmdir", "rm"].includes(syscall)) return "removed";
  // The error does not say whether it was opened to read or to write.
  if (syscall === "open") return "opened";
  return READING.includes(syscall) ? "read" : "written";
}

/**
 * Explains a system error that names a file and has not been put into words yet. Undefined for any
 * other error.
 */
export function systemError(error: unknown): IsotaxError | undefined {
  const code = codeOf(error);
  const { path, dest, syscall } = (error ?? {}) as Record<string, unknown>;
  const named = typeof dest === "string" ? dest : path;
  if (code === undefined || typeof named !== "string" || error instanceof IsotaxError) {
    return undefined;
  }
  return because(code, verbOf(String(syscall)), named, { cause: error });
}

/**
 * Why something could not be made below a folder, if the reason is lack of room or that nothing can
 * be written there. Tools report this in their own words, if at all, and name files that nobody
 * knows.
 */
export function roomError(
  error: unknown,
  below: () => string = cacheFolder,
): IsotaxError | undefined {
  if (error instanceof IsotaxError && error.code === "CANNOT_WRITE") return error;
  const known = systemError(error);
  if (known !== undefined) return known;
  const words = `${messageOf(error)}\n${(error as { stderrTail?: string } | null)?.stderrTail ?? ""}`;
  try {
    const folder = below();
    const code =
      Object.keys(WHY).find((name) => WHY[name]?.said?.test(words) === true) ??
      (isFull(folder) ? "ENOSPC" : undefined);
    if (code === undefined) return undefined;
    return because(code, "written", folder, { cause: error, said: asMessage(error) });
  } catch {
    return undefined; // There is no home folder.
  }
}

const FULL_BYTES = 256 * 1024;

function isFull(folder: string): boolean {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(folder);
    return bavail * bsize < FULL_BYTES || (files > 0 && ffree === 0);
  } catch {
    return false;
  }
}
