/**
 * Reads files that others may have written or put there: only regular files, of a bounded size, in
 * UTF-8. It never waits for a FIFO, and never opens a device.
 */
import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { z } from "zod";
import { SaidError } from "./errors.ts";
import { isMessage, say, verbatim } from "./messages.ts";
import type { Message, MessageValue } from "./types.ts";

/**
 * Why a file cannot be used as it is. `code` is the system's code, if the system refused the file.
 * Control characters are removed from what the message quotes, so that it moves no cursor.
 */
export class UnfitFile extends SaidError {
  override readonly name = "UnfitFile";
  constructor(
    what: Message,
    readonly code?: string,
    options?: ErrorOptions,
  ) {
    super(withoutControls(what), options);
  }
}

/** A message that quotes no control characters. Its own sentences have none. */
function withoutControls({ code, values }: Message): Message {
  const entries = Object.entries(values).map(([name, value]) => [name, plain(value)]);
  return { code, values: Object.fromEntries(entries) };
}

function plain(value: MessageValue): MessageValue {
  if (typeof value === "string") return value.replaceAll(CONTROLS, "\ufffd");
  if (isMessage(value)) return withoutControls(value);
  return isList(value) ? value.map((one) => plain(one) as typeof one) : value;
}

function isList(value: MessageValue): value is Extract<MessageValue, readonly unknown[]> {
  return Array.isArray(value);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be found
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

export interface OpenFile {
  readonly fd: number;
  readonly stat: Stats;
}

/** Opens a regular file of at most this many bytes. The caller closes it. Errors: `UnfitFile`. */
export function openRegular(path: string, most: number, flags = 0): OpenFile {
  const fd = opened(path, flags);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw notRegular(stat);
    if (stat.size > most) {
      throw new UnfitFile(say("files.is-too-large", { bytes: stat.size, mostBytes: most }));
    }
    return { fd, stat };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function opened(path: string, flags: number): number {
  try {
    // Opening a device may already have an effect, so its kind is checked first.
    const stat = statSync(path);
    if (!stat.isFile()) throw notRegular(stat);
    // If it was replaced in the meantime, opening it must not block.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  } catch (error) {
    if (error instanceof UnfitFile) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UnfitFile(verbatim(message), code, { cause: error });
  }
}

function notRegular(stat: Stats): UnfitFile {
  return new UnfitFile(say("files.is-not-regular", { kind: kindOf(stat) }));
}

export type FileKind = "folder" | "link" | "fifo" | "socket" | "file" | "device";

export function kindOf(stat: Stats): FileKind {
  if (stat.isDirectory()) return "folder";
  if (stat.isSymbolicLink()) return "link";
  if (stat.isFIFO()) return "fifo";
  if (stat.isSocket()) return "socket";
  return stat.isFile() ? "file" : "device";
}

/** All of an open file, even if its size has changed since. Errors: `UnfitFile`. */
export function readOpen({ fd, stat }: OpenFile): Buffer {
  const buffer = Buffer.allocUnsafe(stat.size);
  let filled = 0;
  while (filled < buffer.length) {
    const read = readSync(fd, buffer, filled, buffer.length - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

/** The text of a file of at most this many bytes. Errors: `UnfitFile`. */
export function readText(path: string, most: number): string {
  const file = openRegular(path, most);
  try {
    return utf8(readOpen(file));
  } finally {
    closeSync(file.fd);
  }
}

/** Errors: `UnfitFile` for bytes that are not UTF-8. They would silently become other bytes. */
export function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new UnfitFile(say("files.is-not-utf8"));
  return bytes.toString();
}

/** Letters of `__proto__` may be written as escapes. */
const PERHAPS_PROTO = /__proto__|\\u00(?:5f|70|72|6f|74)/i;

/**
 * JSON from a file. The key `__proto__` is refused, because code that copies keys would set a
 * prototype. Errors: `UnfitFile`.
 */
export function parseJson(text: string): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UnfitFile(verbatim((error as Error).message), undefined, { cause: error });
  }
  if (PERHAPS_PROTO.test(text) && hasProtoKey(document)) {
    throw new UnfitFile(say("files.has-proto-key"));
  }
  return document;
}

/** Without recursion, because the file decides how deep the document is. */
function hasProtoKey(document: unknown): boolean {
  const left: unknown[] = [document];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null) continue;
    if (Object.hasOwn(one, "__proto__")) return true;
    for (const value of Object.values(one)) left.push(value);
  }
  return false;
}

/** Says in a few lines what a schema found, however much that is. */
export function briefly(issues: readonly z.core.$ZodIssue[]): Message {
  const shown = z.prettifyError(new z.core.$ZodError(issues.slice(0, MOST_ISSUES)));
  const more = issues.length - MOST_ISSUES;
  return more > 0 ? say("runs.issues", { shown, more }) : verbatim(shown);
}

const MOST_ISSUES = 5;
