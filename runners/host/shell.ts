/**
 * Text for a POSIX shell. It is made by `sh` alone, which quotes what is put into it, so that
 * nothing reaches a shell unquoted: what passes text to a shell takes this class, and no string.
 */
import { IsotaxError } from "../../bench/errors.ts";

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

/** A word, several words, or text that was made before. */
export type ShellValue = string | number | readonly string[] | ShellText;

/**
 * A line of shell: sh`mkdir ${folders}; echo 0 >${file}`. A string becomes one word, an array as
 * many words as it has; none of their characters means anything to the shell.
 */
export function sh(parts: TemplateStringsArray, ...values: readonly ShellValue[]): ShellText {
  return ShellText.made(parts, values);
}

/** Lines one after the other; with " && " the first that fails ends it. */
export function sequence(lines: readonly ShellText[], by: "; " | " && " | "\n"): ShellText {
  return ShellText.joined(lines, by);
}

/** Text for who takes its commands a line at a time. Errors: `NEWLINE_IN_COMMAND`. */
export function oneLine(line: ShellText): string {
  const text = line.toString();
  if (!text.includes("\n")) return text;
  throw new IsotaxError(
    "NEWLINE_IN_COMMAND",
    `a command to be timed holds a newline: ${JSON.stringify(text)}`,
    "use a path, or words of a command, without a newline",
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
