/** The options of the scripts beside the command line, with --help and words for what is wrong. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { IsotaxError, messageOf } from "../bench/errors.ts";
import { print } from "./terminal.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

/**
 * What argv gives. Undefined if that is --help: then `help`, a line of usage and what is done, is printed.
 * Errors: `USAGE`.
 */
export async function scriptOptions<const O extends Options>(
  help: string,
  options: O,
  argv: readonly string[] = process.argv.slice(2),
): Promise<Values<O> | undefined> {
  if (argv.includes("--help") || argv.includes("-h")) {
    await print(`${help.trim()}\n`);
    return undefined;
  }
  try {
    return parseArgs({ options, args: [...argv] }).values as Values<O>;
  } catch (error) {
    throw new IsotaxError("USAGE", messageOf(error), help.trim().split("\n", 1)[0] ?? "--help");
  }
}
