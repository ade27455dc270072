/** What the scripts beside the command line have in common: `--help`, and 2 for what they do not know. */
import { Command } from "commander";

const EXIT_USAGE = 2;

export function script(name: string, about: string): Command {
  return new Command(`npm run ${name} --`)
    .description(about)
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE));
}
