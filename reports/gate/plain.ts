import type { Message } from "../../bench/types.ts";
import { printable } from "../format.ts";
import { textOf } from "../text/message.ts";

/**
 * Text from tools on one line, harmless in a CI log. GitHub's runner obeys a line that begins with
 * `::`, and `##[` anywhere.
 */
export function plain(text: string | Message): string {
  return printable(textOf(text).replaceAll(/\s+/g, " ").trim())
    .replace(/^::/, ": :")
    .replaceAll("##[", "## [");
}
