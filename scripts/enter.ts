/** Every program of this folder ends here: with an exit code and, if it is not 0, a message. */

import pc from "picocolors";
import { asMessage, IsotaxError, originOf } from "../bench/errors.ts";
import { roomError } from "../bench/files.ts";
import { say } from "../bench/messages.ts";
import { ENGLISH, speak, t, textOf } from "../reports/text/message.ts";
import { recordBug } from "./bug.ts";
import { EXIT_INTERRUPTED } from "./interrupts.ts";
import { chooseLanguages } from "./language.ts";
import { standardError, tell } from "./terminal.ts";
import { traceOf } from "./trace.ts";

export const EXIT_FAILED = 2;

/**
 * Runs a program and sets its exit code. An error has an exit code of ours, also if nobody catches
 * it: Node's own, 1, would mean that a gate found something worse.
 */
export async function enter(
  program: () => Promise<number>,
  endWith: (thrown: unknown) => number = failed,
): Promise<void> {
  speak(ENGLISH);
  const leave = (thrown: unknown): never => process.exit(endWith(thrown));
  // They come first: bin/ has handlers too, which do not know our errors.
  process.prependListener("uncaughtException", leave);
  process.prependListener("unhandledRejection", leave);
  process.exitCode = await chooseLanguages(process.argv.slice(2), process.env)
    .then(program)
    .catch(endWith);
}

/** Says what went wrong, and what to do. Returns the exit code; never throws. */
export function failed(thrown: unknown): number {
  const error = originOf(thrown);
  if (isAbort(error)) {
    tell(`${t("terminal.interrupted")}\n`);
    return EXIT_INTERRUPTED;
  }
  const told = asIsotaxError(error);
  tell(errorText(told, standardError.isTTY === true));
  if (!isEmpty(process.env["ISOTAX_DEBUG"])) tell(`${traceOf(error)}\n`);
  return EXIT_FAILED;
}

/** Two lines, which programs read too. A person also sees the code, which can be explained. */
export function errorText({ what, remedy, code }: IsotaxError, onTerminal: boolean): string {
  const lines = [`${pc.red(t("terminal.error"))} ${textOf(what)}`, `  -> ${textOf(remedy)}`];
  if (onTerminal) lines.push(pc.dim(`  ${t("terminal.explain", { code })}`));
  return lines.map((line) => `${line}\n`).join("");
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === "" || text === "0";
}

/** The error as a user sees it. An error of the system that a user can resolve is no bug. */
export function asIsotaxError(error: unknown): IsotaxError {
  if (error instanceof IsotaxError) return error;
  const known = roomError(error);
  if (known !== undefined) return known;
  const file = recordBug(error);
  return new IsotaxError(
    "BUG",
    say("terminal.bug", { why: asMessage(error) }),
    file === undefined
      ? say("terminal.report-bug-without-file")
      : say("terminal.report-bug", { file }),
    { cause: error },
  );
}

/** Whether the user interrupted the program. It may happen before anything listens for signals. */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === "AbortError") ||
    (error instanceof IsotaxError && error.code === "ABORTED")
  );
}
