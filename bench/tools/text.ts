/** Tools that print text in a fixed form. */
import { NothingDoneError, ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import type { Message } from "../types.ts";

/** A line of a tool's output as it should be. N stands for a number. */
export function lineLike(line: string): Message {
  return say("workloads.line", { line });
}

/**
 * The number that a pattern's first group captures: a rate, a duration, a count of work done.
 * Errors: `ParseError`, naming `form`, if the pattern is not found, or the number is not more than
 * 0.
 */
export function positiveIn(tool: string, form: Message, pattern: RegExp, stdout: string): number {
  const value = Number(pattern.exec(stdout)?.[1]);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ParseError(tool, say("workloads.more-than-0", { form }), stdout);
}

/**
 * As `positiveIn`, for a number that says how much was done. Errors: `NothingDoneError`, naming
 * `what` (that no request was answered), if it is 0.
 */
export function doneIn(
  tool: string,
  { what, form }: { readonly what: Message; readonly form: Message },
  pattern: RegExp,
  stdout: string,
): number {
  const captured = pattern.exec(stdout)?.[1];
  if (captured !== undefined && Number(captured) === 0) throw new NothingDoneError(tool, what);
  return positiveIn(tool, form, pattern, stdout);
}
