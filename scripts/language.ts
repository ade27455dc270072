/**
 * The languages of a command. They are chosen before anything else is done, since help and errors
 * have words as well: so `--lang` is looked for in the words before commander reads them.
 */
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { isTag, loadLanguage, TAGS, type Tag } from "../reports/text/languages.ts";
import { type Language, speak } from "../reports/text/message.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** As POSIX looks for the language of messages: the first that is set decides. */
const LOCALE = ["LC_ALL", "LC_MESSAGES", "LANG"];

let also: readonly Language[] = [];
/** Whether the user named a language. A locale names one for everything, not for isotax. */
let isNamed = false;

/** The languages that pages are to be written in besides the one that is spoken. */
export function otherLanguages(): readonly Language[] {
  return also;
}

/**
 * Speaks the first language that the words or the environment name, from now on. Errors:
 * `UNKNOWN_LANGUAGE` for what ISOTAX_LANG says. What `--lang` says is refused by commander, as
 * other options are.
 */
export async function chooseLanguages(
  words: readonly string[],
  environment: Environment,
): Promise<void> {
  isNamed =
    parseLanguages(optionIn(words) ?? "") !== undefined ||
    (environment["ISOTAX_LANG"] ?? "") !== "";
  await speakFrom(languagesOf(words, environment));
}

/**
 * Speaks what the configuration names, from now on, unless the user named a language. A
 * configuration is read by the commands that use it, and it may be a program: so help, and commands
 * that need none, do not look for its language.
 */
export async function useConfiguredLanguages(
  configured: Tag | readonly Tag[] | undefined,
): Promise<void> {
  if (configured === undefined || isNamed) return;
  await speakFrom(typeof configured === "string" ? [configured] : [...new Set(configured)]);
}

async function speakFrom([first = "en", ...others]: readonly Tag[]): Promise<void> {
  speak(await loadLanguage(first));
  also = await Promise.all(others.map(loadLanguage));
}

export function languagesOf(words: readonly string[], environment: Environment): readonly Tag[] {
  const named = parseLanguages(optionIn(words) ?? "");
  if (named !== undefined) return named;
  const own = environment["ISOTAX_LANG"] ?? "";
  if (own === "") return [ofLocale(environment)];
  const chosen = parseLanguages(own);
  if (chosen !== undefined) return chosen;
  throw new IsotaxError(
    "UNKNOWN_LANGUAGE",
    say("terminal.unknown-language", { name: "ISOTAX_LANG", value: own }),
    say("terminal.known-languages", { known: TAGS }),
  );
}

/** `ko` or `ko,en`, each once. Undefined if one is unknown, or there is none. */
export function parseLanguages(text: string): readonly Tag[] | undefined {
  const tags = text.split(",").map((tag) => tag.trim());
  return tags.every(isTag) ? [...new Set(tags)] : undefined;
}

/** The command among the words: `--lang` may stand before it. */
export function verbIn(words: readonly string[]): string | undefined {
  return words.find((word, index) => !word.startsWith("-") && words[index - 1] !== "--lang");
}

/** The last one, as with other options. What stands behind `--` is no option. */
function optionIn(words: readonly string[]): string | undefined {
  const end = words.indexOf("--");
  const options = end < 0 ? words : words.slice(0, end);
  const given = options.flatMap((word, index) => {
    if (word === "--lang") return options.slice(index + 1, index + 2);
    return word.startsWith("--lang=") ? [word.slice("--lang=".length)] : [];
  });
  return given.at(-1);
}

/** `ko_KR.UTF-8`: Korean. A locale that isotax does not speak, as `C`, is no error: English. */
function ofLocale(environment: Environment): Tag {
  const locale = LOCALE.map((name) => environment[name] ?? "").find((value) => value !== "") ?? "";
  const language = locale.split(/[._@-]/)[0]?.toLowerCase() ?? "";
  return isTag(language) ? language : "en";
}
