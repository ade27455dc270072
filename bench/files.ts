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
import { IsotaxError, messageOf } from "./errors.ts";
import { own } from "./lookup.ts";
import { cacheFolder, otherPlaceThan } from "./places.ts";

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
  return guarded("made", path, () => mkdtempSync(path), "let TMPDIR name another folder");
}

/** Writes a new file. An existing file or link is refused. Errors: `CANNOT_WRITE`. */
export function writeNewFile(file: string, content: string, mode = 0o666): void {
  guarded("written", file, () => writeWhole(file, content, mode));
}

/** Writes a file aside and renames it into place, so that readers never see half of it. */
export function replaceFile(file: string, content: string): void {
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
function writeWhole(file: string, content: string, mode: number): void {
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
  readonly words: string;
  /** What tools print when they fail for this reason. */
  readonly said?: RegExp;
  /** What to try before choosing another place. */
  readonly first?: string;
}

const WHY: Readonly<Record<string, Why>> = {
  ENOSPC: {
    words: "no space is left there",
    said: /no space left on device|disk full|ENOSPC/i,
    first: "free some space",
  },
  EDQUOT: {
    words: "your quota there is used up",
    said: /disk quota exceeded|EDQUOT/i,
    first: "free some space",
  },
  EROFS: { words: "the filesystem is read-only", said: /read-only file ?system|EROFS/i },
  EACCES: { words: "you lack the permission", first: "change its permissions" },
  EPERM: { words: "it is not allowed", first: "change its permissions" },
  ENOENT: { words: "a part of the path is not there, and nothing can be made there" },
  ENOTDIR: { words: "a part of the path is a file" },
  EISDIR: { words: "a folder has that name" },
  EEXIST: { words: "there is something of that name, and it is no folder" },
  ENOTEMPTY: { words: "a folder has that name, and is not empty" },
  ELOOP: { words: "its links form a loop, or it is a link itself" },
  ENAMETOOLONG: { words: "the name is too long", first: "choose a shorter name" },
  EINVAL: { words: "the filesystem does not take that" },
  ENOSYS: { words: "the filesystem cannot do that" },
  EOPNOTSUPP: { words: "the filesystem cannot do that" },
  EXDEV: { words: "a part of it lies on another filesystem" },
  E2BIG: { words: "its arguments are too long" },
  EAGAIN: {
    words: "no more processes are allowed",
    said: /resource temporarily unavailable|EAGAIN/i,
    first: "raise the limit (ulimit -u)",
  },
  EMLINK: { words: "the folder above it is full" },
  EBUSY: { words: "it is in use" },
  ETXTBSY: { words: "it is being executed" },
  EIO: {
    words: "the device reports an error",
    said: /input\/output error|\bEIO\b/i,
    first: "see what the kernel says (dmesg)",
  },
  ENXIO: { words: "there is no device behind it" },
  ENODEV: { words: "there is no device behind it" },
  ESTALE: { words: "its server has lost it" },
  EFBIG: {
    words: "it would exceed the largest allowed file size",
    said: /file too large|EFBIG/i,
    first: "raise the limit (ulimit -f)",
  },
  EMFILE: {
    words: "this process has too many files open",
    said: /too many open files|EMFILE/i,
    first: "raise the limit (ulimit -n)",
  },
  ENFILE: {
    words: "this machine has too many files open",
    first: "raise the limit (sysctl fs.file-max)",
  },
  ENOMEM: {
    words: "no memory is left",
    said: /cannot allocate memory|ENOMEM/i,
    first: "free some memory",
  },
};

function codeOf(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === "string" ? code : undefined;
}

type Verb = "made" | "written" | "opened" | "read" | "removed" | "started";

/** What to do about a path that a user has named. */
const OTHERWISE: Readonly<Record<Verb, string>> = {
  made: "choose another --out",
  written: "choose another --out",
  opened: "name another one",
  read: "name another one",
  removed: "remove it by hand",
  started: "see that it is installed and may be executed",
};

function guarded<T>(verb: Verb, path: string, action: () => T, elsewhere?: string): T {
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

interface Circumstances {
  readonly cause: unknown;
  /** How to choose another place, if the path does not tell. */
  readonly elsewhere?: string | undefined;
  /** What a tool printed. */
  readonly said?: string;
}

function because(
  code: string,
  verb: Verb,
  path: string,
  { cause, elsewhere = otherPlaceThan(path) ?? OTHERWISE[verb], said }: Circumstances,
): IsotaxError | undefined {
  const why = own(WHY, code);
  if (why === undefined) return undefined;
  const { words, first } = why;
  return new IsotaxError(
    CODES[verb],
    `${resolve(path)} cannot be ${verb}: ${words}${said === undefined ? "" : ` (${said})`}`,
    first === undefined ? elsewhere : `${first}, or ${elsewhere}`,
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
  const said = messageOf(error);
  const words = `${said}\n${(error as { stderrTail?: string } | null)?.stderrTail ?? ""}`;
  try {
    const folder = below();
    const code =
      Object.keys(WHY).find((name) => WHY[name]?.said?.test(words) === true) ??
      (isFull(folder) ? "ENOSPC" : undefined);
    if (code === undefined) return undefined;
    return because(code, "written", folder, { cause: error, said });
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
