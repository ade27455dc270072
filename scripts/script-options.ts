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
  const parsed = await helpOr(help, argv, () => parseArgs({ options, args: [...argv] }));
  return parsed?.values as Values<O> | undefined;
}

/** The words of argv, for a script without options. Otherwise as `scriptOptions`. */
export async function scriptWords(
  help: string,
  argv: readonly string[] = process.argv.slice(2),
): Promise<readonly string[] | undefined> {
  const parsed = await helpOr(help, argv, () =>
    parseArgs({ options: {}, allowPositionals: true, args: [...argv] }),
  );
  return parsed?.positionals;
}

async function helpOr<T>(
  help: string,
  argv: readonly string[],
  parse: () => T,
): Promise<T | undefined> {
  if (argv.includes("--help") || argv.includes("-h")) {
    await print(`${help.trim()}\n`);
    return undefined;
  }
  try {
    return parse();
  } catch (error) {
    throw new IsotaxError("USAGE", messageOf(error), help.trim().split("\n", 1)[0] ?? "--help");
  }
}
