import { inWords, isMessage, say, verbatim } from "./messages.ts";
import type { Message } from "./types.ts";

/** An error for the user: what was wrong, where, and what to do about it. */
export class IsotaxError extends Error {
  override readonly name: string = "IsotaxError";
  constructor(
    /** Stable, upper-case identifier, e.g. `UNKNOWN_TARGET`. */
    readonly code: string,
    readonly what: Message,
    readonly remedy: Message,
    options?: ErrorOptions,
  ) {
    // Node prints an error's `message` and its stack, so they have words.
    super(inWords(what), options);
  }
}

/** An error that has no remedy: it becomes part of what another error or a report says. */
export class SaidError extends Error {
  constructor(
    readonly what: Message,
    options?: ErrorOptions,
  ) {
    super(inWords(what), options);
  }
}

/** A tool's output did not have the shape that its parser knows. */
export class ParseError extends IsotaxError {
  override readonly name = "ParseError";
  constructor(tool: string, expected: Message, stdout: string) {
    const got = stdout.length > 200 ? `${stdout.slice(0, 200)}...` : stdout;
    super(
      "UNEXPECTED_OUTPUT",
      say("workloads.unexpected-output", { tool, expected, got }),
      say("workloads.check-tool", { tool }),
    );
  }
}

/** A tool worked correctly, but finished nothing. `what` says, for instance, that no flush ended. */
export class NothingDoneError extends IsotaxError {
  override readonly name = "NothingDoneError";
  constructor(tool: string, what: Message) {
    super(
      "NOTHING_DONE",
      say("workloads.nothing-done", { tool, what }),
      say("workloads.try-when-idle"),
    );
  }
}

/** An instance could not be started, used or removed. `phase` says how far it got. */
export class RunnerError extends IsotaxError {
  override readonly name = "RunnerError";
  constructor(
    code: string,
    what: Message,
    remedy: Message,
    readonly phase: string,
    readonly stderrTail: string,
    options?: ErrorOptions,
  ) {
    super(code, what, remedy, options);
  }
}

/** Something turned out not to be had on this host. It is no failure: reports tell the reason. */
export class UnavailableError extends IsotaxError {
  override readonly name = "UnavailableError";
}

/**
 * The first error. `await using` wraps it when closing fails as well, and an error during clean-up
 * matters less.
 */
export function originOf(error: unknown): unknown {
  let origin = error;
  while (origin instanceof Error && "suppressed" in origin) origin = origin.suppressed;
  return origin;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What an error says, to be part of a message. Errors of Node.js and of libraries have words only. */
export function asMessage(error: unknown): Message {
  if (error instanceof Error && "what" in error && isMessage(error.what)) return error.what;
  return verbatim(messageOf(error));
}
