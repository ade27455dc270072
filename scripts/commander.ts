/** commander, in the language that was chosen: what it says by itself has sentences of ours. */
import { type Argument, Command, type Help, InvalidArgumentError, type Option } from "commander";
import { say } from "../bench/messages.ts";
import { nearTo } from "../bench/names.ts";
import type { Message } from "../bench/types.ts";
import { t, textOf } from "../reports/text/message.ts";
import { displayWidth } from "./width.ts";

/**
 * A command that refuses words in our sentences. commander calls the methods below before it ends,
 * but does not document them: one that it calls no more would leave its own words.
 */
export class SpokenCommand extends Command {
  override createCommand(name?: string): SpokenCommand {
    return new SpokenCommand(name);
  }

  unknownCommand(): void {
    const [word = ""] = this.args;
    const names = this.createHelp()
      .visibleCommands(this)
      .map((command) => command.name());
    this.#refuse(
      "unknownCommand",
      say("help.unknown-command", { word, near: nearTo(word, names) }),
    );
  }

  unknownOption(flag: string): void {
    const near = flag.startsWith("--") ? nearTo(flag.slice(2), namesOfOptions(this)) : [];
    const flags = near.map((name) => `--${name}`);
    this.#refuse("unknownOption", say("help.unknown-option", { flag, near: flags }));
  }

  missingArgument(name: string): void {
    this.#refuse("missingArgument", say("help.no-argument", { name }));
  }

  missingMandatoryOptionValue({ flags }: Option): void {
    this.#refuse("missingMandatoryOptionValue", say("help.no-option", { flags }));
  }

  optionMissingArgument({ flags }: Option): void {
    this.#refuse("optionMissingArgument", say("help.no-value", { flags }));
  }

  _excessArguments(received: readonly string[]): void {
    const counts = { most: this.registeredArguments.length, given: received.length };
    this.#refuse("excessArguments", say("help.too-many", { command: this.name(), ...counts }));
  }

  _callParseArg(target: Option | Argument, value: string, previous: unknown): unknown {
    try {
      return target.parseArg?.(value, previous as never);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      const why = error.message;
      return this.#refuse(
        "invalidArgument",
        "flags" in target
          ? say("help.wrong-value", { flags: target.flags, value, why })
          : say("help.wrong-argument", { name: target.name(), value, why }),
      );
    }
  }

  #refuse(code: string, what: Message): never {
    return this.error(`${t("terminal.error")} ${textOf(what)}`, { code: `commander.${code}` });
  }
}

/** The long names of the options of a command and of those that it is part of. */
function namesOfOptions(command: Command): readonly string[] {
  const own = command.createHelp().visibleOptions(command);
  const names = own.flatMap(({ long }) => (long ? [long.slice(2)] : []));
  return command.parent === null ? names : [...names, ...namesOfOptions(command.parent)];
}

/** The headings and details of --help. */
export function helpWords(): Partial<Help> {
  /** commander passes its own headings, by which it knows the parts. */
  const titles: Readonly<Record<string, string>> = {
    "Usage:": t("help.usage"),
    "Arguments:": t("help.arguments"),
    "Options:": t("help.options"),
    "Commands:": t("help.commands"),
  };
  return {
    displayWidth,
    styleTitle: (title) => titles[title] ?? title,
    optionDescription: (option: Option) => {
      const { description: about, argChoices: choices, defaultValue } = option;
      if (choices !== undefined) return t("help.with-choices", { about, choices });
      return option.isBoolean() ? withDefault(about, defaultValue) : about;
    },
    argumentDescription: ({ description, defaultValue }: Argument) =>
      withDefault(description, defaultValue),
  };
}

function withDefault(about: string, value: unknown): string {
  return value === undefined
    ? about
    : t("help.with-default", { about, value: JSON.stringify(value) });
}
