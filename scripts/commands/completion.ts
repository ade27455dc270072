/** `isotax completion`: prints a script that completes the words of isotax in a shell. */
import type { Command } from "commander";
import { completedCommands } from "../completion/model.ts";
import { completionScript } from "../completion/scripts.ts";
import type { Shell } from "../completion/shells.ts";
import { printData, printJson } from "../terminal.ts";

export async function completionCommand(
  shell: Shell,
  { json }: { readonly json: boolean },
  command: Command,
): Promise<number> {
  const commands = await completedCommands(command.parent ?? command);
  if (json) await printJson({ shell, commands }, 2);
  else await printData(completionScript(shell, commands));
  return 0;
}
