/** Options of the npm scripts beside the command line, with --help and error messages. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { asMessage, IsotaxError } from "../bench/errors.ts";
import { verbatim } from "../bench/messages.ts";
import { print } from "./terminal.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

/**
 * The options in argv. For --help it prints `help`, whose first line is the usage, and returns
 * undefined. Errors: `USAGE`.
 */
export async function scriptOptions<const O extends Options>(
  help: string,
  options: O,
  argv: readonly string[] = process.argv.slice(2),
): Promise<Values<O> | undefined> {
  const parsed = await helpOr(help, argv, () => parseArgs({ options, args: [...argv] }));
  return parsed?.values as Values<O> | undefined;
}

/**
 * The words in argv, for a script without options. Otherwise it does the same as `scriptOptions`.
 */
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
    const usage = help.trim().split("\n", 1)[0] ?? "--help";
    throw new IsotaxError("USAGE", asMessage(error), verbatim(usage));
  }
}
