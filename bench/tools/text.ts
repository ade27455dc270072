/** Tools that print text in a fixed form. */
import { ParseError } from "../errors.ts";

/**
 * The number that a pattern's first group captures: a rate, a duration, a count of what was done.
 * Errors: `ParseError`, naming `form`, if the pattern is not found, or the number is not more than 0.
 */
export function positiveIn(tool: string, form: string, pattern: RegExp, stdout: string): number {
  const value = Number(pattern.exec(stdout)?.[1]);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ParseError(tool, `${form}, more than 0`, stdout);
}
