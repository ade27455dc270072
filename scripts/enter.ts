/** How every program of this folder ends: with an exit code, and if that is not 0 with words that say why. */
import pc from "picocolors";
import { IsotaxError, messageOf, originOf } from "../bench/errors.ts";
import { roomError } from "../bench/files.ts";
import { recordBug, traceOf } from "./bug.ts";
import { EXIT_INTERRUPTED } from "./interrupts.ts";
import { tell } from "./terminal.ts";

export const EXIT_FAILED = 2;

/**
 * Runs a program. Its exit code is what it returns, or that of what it throws, now or behind its back:
 * Node's own code for that, 1, is how a gate says that something got worse.
 */
export async function enter(
  program: () => Promise<number>,
  endWith: (thrown: unknown) => number = failed,
): Promise<void> {
  const leave = (thrown: unknown): never => process.exit(endWith(thrown));
  // First, because bin/ has handlers as well, which know none of our errors.
  process.prependListener("uncaughtException", leave);
  process.prependListener("unhandledRejection", leave);
  process.exitCode = await program().catch(endWith);
}

/** Says what went wrong, and what to do. Returns the exit code; never throws. */
export function failed(thrown: unknown): number {
  const error = originOf(thrown);
  if (isAbort(error)) {
    tell("interrupted\n");
    return EXIT_INTERRUPTED;
  }
  const told = inWords(error);
  tell(`${pc.red("error:")} ${told.message}\n  -> ${told.remedy}\n`);
  if (!isEmpty(process.env["ISOTAX_DEBUG"])) tell(`${traceOf(error)}\n`);
  return EXIT_FAILED;
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === "" || text === "0";
}

/** What is to be told of an error: one of the system's, of which a user can do something, is no bug. */
export function inWords(error: unknown): IsotaxError {
  if (error instanceof IsotaxError) return error;
  const known = roomError(error);
  if (known !== undefined) return known;
  const file = recordBug(error);
  return new IsotaxError(
    "BUG",
    `a bug of isotax: ${messageOf(error)}`,
    file === undefined
      ? "please report it with what ISOTAX_DEBUG=1 prints; the trace could be written nowhere"
      : `please report it with this file, which holds the trace: ${file}`,
    { cause: error },
  );
}

/** For errors that are met before there is anything to interrupt. */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === "AbortError") ||
    (error instanceof IsotaxError && (error.code === "ABORTED" || error.code === "INTERRUPTED"))
  );
}
