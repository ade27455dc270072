/** Tools that print text in a fixed form. */
import { ParseError } from "../errors.ts";

/**
 * The number that a pattern's first group captures. Errors: `ParseError`, naming `form`, if the
 * pattern is not found or captures no finite number.
 */
export function numberIn(tool: string, form: string, pattern: RegExp, stdout: string): number {
  const text = pattern.exec(stdout)?.[1];
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value)) throw new ParseError(tool, form, stdout);
  return value;
}

/** The same, of a number that must be more than 0: a rate, a duration, a count of what was done. */
export function positiveIn(tool: string, form: string, pattern: RegExp, stdout: string): number {
  const value = numberIn(tool, form, pattern, stdout);
  if (value <= 0) throw new ParseError(tool, `${form}, more than 0`, stdout);
  return value;
}
