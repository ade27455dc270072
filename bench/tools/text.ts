/** Tools that print text in a fixed form. */
import { NothingDoneError, ParseError } from "../errors.ts";

/**
 * The number that a pattern's first group captures: a rate, a duration, a count of work done.
 * Errors: `ParseError`, naming `form`, if the pattern is not found, or the number is not more than
 * 0.
 */
export function positiveIn(tool: string, form: string, pattern: RegExp, stdout: string): number {
  const value = Number(pattern.exec(stdout)?.[1]);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ParseError(tool, `${form}, more than 0`, stdout);
}

/**
 * As `positiveIn`, for a number that says how much was done. Errors: `NothingDoneError`, naming
 * `what` ("no request was answered"), if it is 0.
 */
export function doneIn(
  tool: string,
  { what, form }: { readonly what: string; readonly form: string },
  pattern: RegExp,
  stdout: string,
): number {
  const captured = pattern.exec(stdout)?.[1];
  if (captured !== undefined && Number(captured) === 0) throw new NothingDoneError(tool, what);
  return positiveIn(tool, form, pattern, stdout);
}
