/**
 * Finds the program behind a tool's name. One file goes into the image, and it must be the program
 * itself. It must not be a script that starts the program (Ubuntu's `perf`, a version manager's
 * shim), nor a program with many names that acts by the name it is called by (busybox, snap).
 */
import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import { release } from "node:os";
import { basename, join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { everyExecutable, which } from "../host/process.ts";
import { toolNamed } from "../tools/table.ts";

export type Program = { readonly path: string } | { readonly problem: Message };

/** The longest chain of scripts between a name and its program. */
const MOST_SCRIPTS = 4;

/** In bytes. A longer script contains an archive. */
const LONGEST_SCRIPT = 65_536;

/**
 * The first file in the PATH that is, or leads to, a program of this name; undefined if the PATH
 * has no such name.
 */
export function programNamed(name: string): Program | undefined {
  const candidates = everyExecutable(name);
  for (const candidate of [...candidates, ...keptElsewhere(name)]) {
    const path = follow(candidate, name);
    if (path !== undefined) return { path };
  }
  const [first] = candidates;
  return first === undefined ? undefined : { problem: whyNot(first) };
}

function follow(file: string, name: string, depth = 0): string | undefined {
  if (depth > MOST_SCRIPTS) return undefined;
  const path = realPath(file);
  if (path === undefined) return undefined;
  switch (kindOf(path)) {
    case "program":
      return bearsName(path, name) && !isBusybox(path, name) ? path : undefined;
    case "script":
      return startedBy(path, name)
        .filter((next) => next !== path)
        .map((next) => follow(next, name, depth + 1))
        .find((next) => next !== undefined);
    default:
      return undefined;
  }
}

/**
 * Whether a file has a tool's name, or a name made from it: "perf_6.1", ".fio-wrapped", "openssl3".
 */
function bearsName(path: string, name: string): boolean {
  return new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z])`).test(basename(path));
}

/** The inode is compared, because busybox's other names may be hard links. */
function isBusybox(path: string, name: string): boolean {
  const busybox = name === "busybox" ? undefined : which("busybox");
  if (busybox === undefined) return false;
  const [one, other] = [statSync(path), statSync(busybox)];
  return one.dev === other.dev && one.ino === other.ino;
}

/** The absolute paths in a script that have the tool's name. */
function startedBy(script: string, name: string): readonly string[] {
  const text = startOf(script, LONGEST_SCRIPT).toString("latin1");
  const words = text.match(/(?<![\w./$}-])\/[\w@%+.,:~/-]+/g) ?? [];
  return [...new Set(words)].filter((word) => bearsName(word, name) && which(word) !== undefined);
}

const LINUX_TOOLS = "/usr/lib";

/**
 * Ubuntu's `perf` starts the one for the running kernel, and there may be none (a Microsoft VM, a
 * container). Any other version of the distribution works for our purpose.
 */
function keptElsewhere(name: string): readonly string[] {
  if (toolNamed(name)?.source?.kind !== "linux-tools") return [];
  const newestFirst = (one: string, other: string) =>
    other.localeCompare(one, "en", { numeric: true });
  const packages = foldersIn(LINUX_TOOLS).filter((folder) => folder.startsWith("linux-tools-"));
  return [
    join(LINUX_TOOLS, "linux-tools", release(), name),
    ...packages.sort(newestFirst).map((folder) => join(LINUX_TOOLS, folder, name)),
  ];
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function whyNot(file: string): Message {
  const path = realPath(file) ?? file;
  switch (kindOf(path)) {
    case "script":
      return say("images.script-without-program", { file });
    case "program":
      return say("images.another-program", { file, program: path });
    default:
      return say("images.other-machine", { file });
  }
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

/** The bytes that say which machine a program is for: class, byte order, and processor. elf(5). */
const MACHINE = [4, 5, 18, 19] as const;

export function kindOf(file: string): "program" | "script" | "other" {
  const start = startOf(file, 20);
  if (start.subarray(0, 2).toString("latin1") === "#!") return "script";
  if (start.subarray(0, 4).toString("latin1") !== "\x7fELF") return "other";
  const ours = startOf(process.execPath, 20);
  return MACHINE.every((index) => start[index] === ours[index]) ? "program" : "other";
}

/**
 * The first bytes of a file; empty if it cannot be read, because then it cannot be copied either.
 */
function startOf(file: string, bytes: number): Buffer {
  const start = Buffer.alloc(bytes);
  try {
    const fd = openSync(file, "r");
    try {
      return start.subarray(0, readSync(fd, start));
    } finally {
      closeSync(fd);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
