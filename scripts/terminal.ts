/**
 * The only module that prints. Printed text has words from outside in it: names from files, output
 * of tools. So all text is made plain here, except for the colours that isotax itself uses.
 */
import { fstatSync, writeSync } from "node:fs";
import pc from "picocolors";
import { asMessage, IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { cutToWidth } from "./width.ts";

/**
 * Two patterns. The first is bold, dim, red, green, yellow and cyan, and their ends. The second is
 * everything that a terminal obeys or a reader does not see: C0 except tab and newline, DEL, C1,
 * line separators, and characters that turn the direction of text.
 */
const COLOUR = String.raw`\u001b\[(?:0|1|2|22|31|32|33|36|39)m`;
const CONTROL = String.raw`[\0-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]`;
const COLOUR_OR_CONTROL = new RegExp(`${COLOUR}|${CONTROL}`, "g");

/**
 * Text that a CI runner takes for a command: `::set-output::` at the beginning of a line,
 * `##[group]` anywhere.
 */
const COMMAND = new RegExp(String.raw`^((?:[^\S\n]|${COLOUR})*):(?=:)|##(?=\w*\[)`, "gm");

/**
 * Text that no terminal and no CI log obeys. Characters that they would obey are written as JSON
 * escapes, so JSON keeps its meaning. With `coloured`, our own colours stay.
 */
export function plainText(text: string, { coloured = false } = {}): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(COLOUR_OR_CONTROL, (found) =>
      coloured && found.length > 1 ? found : `${escaped(found)}${found.slice(1)}`,
    )
    .replaceAll(COMMAND, (_, before?: string) =>
      before === undefined ? `#${escaped("#")}` : `${before}${escaped(":")}`,
    );
}

function escaped(text: string): string {
  return `\\u${text.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The stream that `Progress` and others write to. A test passes one of its own. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * A reader that goes away (`| head`, a closed terminal) must not end a run without its clean-up.
 */
const GONE: readonly string[] = ["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"];

function isGone(error: unknown, stream: NodeJS.WriteStream): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return GONE.includes(code ?? "") || (code === "EIO" && stream.isTTY === true);
}

function written(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((done, failed) => {
    stream.write(text, (error) => (error ? failed(error) : done()));
  });
}

/**
 * Node's own stream takes a write that was cut short, for instance by a full disk, for a whole one.
 */
function writtenToFile(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; ) from += writeSync(fd, bytes, from);
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

// Each write reports its own failure. Nobody handles the event that comes with it.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** The reason why standard output takes no more. From then on every print fails. */
let failure: IsotaxError | undefined;

/**
 * Prints a result and waits until it is written. Errors: `CANNOT_PRINT`. A reader that has gone
 * away is no error: it has what it wanted.
 */
export async function print(text: string): Promise<void> {
  await printAsIs(plainText(text, { coloured: pc.isColorSupported }));
}

/** Prints without colours, for other programs. Otherwise as `print`. */
export async function printData(text: string): Promise<void> {
  await printAsIs(plainText(text));
}

export function printJson(value: unknown, indent?: number): Promise<void> {
  return printData(`${JSON.stringify(value, null, indent)}\n`);
}

async function printAsIs(text: string): Promise<void> {
  const { stdout } = process;
  try {
    if (failure !== undefined) throw failure;
    if (isFile(stdout.fd)) writtenToFile(stdout.fd, text);
    else await written(stdout, text);
  } catch (error) {
    if (error === failure) throw error;
    if (isGone(error, stdout)) return;
    failure = new IsotaxError(
      "CANNOT_PRINT",
      say("terminal.cannot-print", { why: asMessage(error) }),
      say("terminal.redirect-elsewhere"),
      { cause: error },
    );
    throw failure;
  }
}

/** Standard error. If it cannot be written, nobody can be told, and the program goes on. */
export const standardError: Terminal = {
  get isTTY() {
    return process.stderr.isTTY === true;
  },
  get columns() {
    return process.stderr.columns;
  },
  write(text: string): void {
    try {
      process.stderr.write(text);
    } catch {}
  },
};

/** Tells the person at the keyboard, on standard error. */
export function tell(text: string, terminal: Terminal = standardError): void {
  terminal.write(plainText(text, { coloured: pc.isColorSupported }));
}

/**
 * Rewrites the current line, on a terminal only. The text is cut to the terminal's width, which is
 * 0 on a serial line.
 */
export function rewriteLine(text: string, terminal: Terminal): void {
  const line = plainText(text, { coloured: pc.isColorSupported }).replaceAll("\n", " ");
  terminal.write(`\r\u001b[K${cutToWidth(line, (terminal.columns || 80) - 1)}`);
}

/**
 * Prints commands for GitHub's runner, one a line. They are ours, and what is filled into them is
 * plain. The runner reads both outputs; JSON may be on the other.
 */
export function tellRunner(commands: string, terminal: Terminal = standardError): void {
  for (const line of commands.split("\n").filter((one) => one !== "")) {
    // Behind a letter, the text does not begin a line.
    terminal.write(`${plainText(`x${line}`).slice(1)}\n`);
  }
}
