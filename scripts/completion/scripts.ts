/** Completion scripts, one for each shell. */
import { readFileSync } from "node:fs";
import type { CompletedCommand, CompletedOption } from "./model.ts";
import type { Shell } from "./shells.ts";

export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  if (shell === "fish") return fish(commands);
  const script = bash(commands);
  return shell === "bash" ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`;
}

function bash(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map((option) => {
        const patterns = option.flags.map((flag) => `"${name} ${flag}"`).join("|");
        return `    ${patterns}) ${taken(option)} ;;`;
      }),
  );
  const words = commands.flatMap(({ name, options, values: own }) => [
    `    "${name} -"*) words="${options.flatMap(({ flags }) => flags).join(" ")}" ;;`,
    `    "${name} "*) words="${own.join(" ")}" ;;`,
  ]);
  const first = `    " "*) words="${names} --help --version" ;;`;
  const text = readFileSync(new URL("./isotax.bash.txt", import.meta.url), "utf8");
  return text
    .replace("@VALUES@", () => values.join("\n"))
    .replace("@WORDS@", () => [first, ...words].join("\n"));
}

function taken({ values, list }: CompletedOption): string {
  if (values.length === 0) return "files=yes";
  return `words="${values.join(" ")}"${list ? " list=yes" : ""}`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, about, options, values }) => {
    const within = `__fish_seen_subcommand_from ${name}`;
    return [
      line(["-n", "__fish_use_subcommand", "-f", "-a", name, "-d", about]),
      ...(values.length === 0 ? [] : [line(["-n", within, "-f", "-a", values.join(" ")])]),
      ...options.map((option) => line(["-n", within, ...optionWords(option)])),
    ];
  });
  return `${lines.join("\n")}\n`;
}

function optionWords({ flags, about, takesValue, values, list }: CompletedOption): string[] {
  const names = flags.flatMap((flag) =>
    flag.startsWith("--") ? ["-l", flag.slice(2)] : ["-s", flag.slice(1)],
  );
  const listed = list ? `(__fish_append , ${values.join(" ")})` : values.join(" ");
  const value = values.length === 0 ? ["-r"] : ["-x", "-a", listed];
  return [...names, ...(takesValue ? value : []), "-d", about];
}

/** fish knows two escapes between single quotes. */
function line(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w-]+$/.test(word) ? word : `'${word.replaceAll(/[\\']/g, "\\$&").replaceAll("\n", " ")}'`,
  );
  return `complete -c isotax ${quoted.join(" ")}`;
}
