/**
 * Text for a POSIX shell. Only `sh` makes it, and `sh` quotes all values, so that nothing reaches a
 * shell unquoted. Functions that pass text to a shell take this class, not a string.
 */
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";

export class ShellText {
  private constructor(private readonly text: string) {}

  static made(parts: TemplateStringsArray, values: readonly ShellValue[]): ShellText {
    return new ShellText(String.raw({ raw: parts }, ...values.map(asText)));
  }

  static joined(lines: readonly ShellText[], by: string): ShellText {
    return new ShellText(lines.join(by));
  }

  toString(): string {
    return this.text;
  }
}

/** A word, several words, or text that `sh` made. */
export type ShellValue = string | number | readonly string[] | ShellText;

/**
 * A line of shell: sh`mkdir ${folders}; echo 0 >${file}`. A string becomes one word, and an array
 * becomes one word for each element. None of their characters is special to the shell.
 */
export function sh(parts: TemplateStringsArray, ...values: readonly ShellValue[]): ShellText {
  return ShellText.made(parts, values);
}

/** Joins lines into a sequence; with " && " it stops at the first line that fails. */
export function sequence(lines: readonly ShellText[], by: "; " | " && " | "\n"): ShellText {
  return ShellText.joined(lines, by);
}

/** Text for a reader that takes one command a line. Errors: `NEWLINE_IN_COMMAND`. */
export function oneLine(line: ShellText): string {
  const text = line.toString();
  if (!text.includes("\n")) return text;
  throw new IsotaxError(
    "NEWLINE_IN_COMMAND",
    say("host.newline-in-command", { command: text }),
    say("host.no-newline"),
  );
}

function asText(value: ShellValue): string {
  if (value instanceof ShellText) return value.toString();
  return shellQuote(typeof value === "object" ? value : [String(value)]);
}

/** Quotes words for a POSIX shell. */
export function shellQuote(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(" ");
}
