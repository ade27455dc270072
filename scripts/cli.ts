/** The command line: argv in, exit code out. Everything else is in commands/. */
import { CommanderError } from "commander";
import { IsotaxError, originOf } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { errorAnnotation } from "../reports/gate/workflow-command.ts";
import { textOf } from "../reports/text/message.ts";
import { commandLine } from "./command-line.ts";
import { asIsotaxError, EXIT_FAILED, enter, failed, isAbort } from "./enter.ts";
import { verbIn } from "./language.ts";
import { print, tell, tellRunner } from "./terminal.ts";

async function main(): Promise<number> {
  if (process.platform !== "linux") {
    throw new IsotaxError(
      "NOT_LINUX",
      say("terminal.not-linux", { platform: process.platform }),
      say("terminal.use-linux"),
    );
  }
  /** It is printed like other results, since that may fail. */
  const help: string[] = [];
  let exitCode = 0;
  const program = commandLine({
    told: (text) => help.push(text),
    refused: (text) => tell(text),
    ended: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // commander has printed the message.
    if (error.exitCode !== 0) return EXIT_FAILED;
    await print(help.join(""));
  }
  return exitCode;
}

/** A gate without a verdict says so beside the pull request too. */
function endWith(thrown: unknown): number {
  const error = originOf(thrown);
  if (
    isAbort(error) ||
    process.env["GITHUB_ACTIONS"] !== "true" ||
    verbIn(process.argv.slice(2)) !== "gate"
  ) {
    return failed(error);
  }
  const told = asIsotaxError(error);
  const code = failed(told);
  tellRunner(errorAnnotation(textOf(told.what)));
  return code;
}

await enter(main, endWith);
