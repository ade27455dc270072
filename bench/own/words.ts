/** Turns the words of a user's command into those of a session. */
import type { Command, Word } from "../types.ts";
import { SERVICE_PORT } from "../types.ts";
import type { OwnCommand } from "./definition.ts";

/** What a word may hold, and what it stands for. All other braces are left as they are. */
export const PLACES = ["{scratch}", "{files}", "{address}", "{port}"] as const;
export type Place = (typeof PLACES)[number];

const MEANINGS: Readonly<Record<Place, Word>> = {
  "{scratch}": { scratch: "" },
  "{files}": { files: "" },
  "{address}": { address: "%" },
  "{port}": String(SERVICE_PORT),
};

const SPLIT = /(\{(?:scratch|files|address|port)\})/;

export function wordOf(text: string): Word {
  const parts = text.split(SPLIT).filter((part) => part !== "");
  const words = parts.map((part): Word => MEANINGS[part as Place] ?? part);
  const [first = ""] = words;
  return words.length < 2 ? first : { joined: words };
}

/** Whether a command holds one of these places. */
export function holds(commands: readonly OwnCommand[], place: Place): boolean {
  return commands.flat().some((word) => word.includes(place));
}

/** A command that runs inside. Its program is a tool of the image. */
export function commandInside([program = "", ...rest]: OwnCommand): Command {
  return { argv: [{ tool: program }, ...rest.map(wordOf)] };
}

/** A command of a client. `program`: a name in the PATH, or an absolute path. */
export function commandOutside(program: string, [, ...rest]: OwnCommand): Command {
  return { argv: [{ client: program }, ...rest.map(wordOf)] };
}
