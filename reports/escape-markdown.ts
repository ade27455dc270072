/**
 * Text that came from a file or a tool, as Markdown that shows it as it is: on one line, no markup,
 * no HTML, no link, and nobody called: GitHub notifies whom a comment names.
 */
import { printable } from "./format.ts";

export function escapeMarkdown(text: string): string {
  return (
    printable(text.replaceAll(/\s+/g, " "))
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[\\`*_[\]|~$]/g, "\\$&")
      // What GitHub makes links of, unasked: written so that it is shown, and copied, as it was.
      .replaceAll("://", "&#58;//")
      .replaceAll(/\bwww\./gi, (name) => `${name.slice(0, -1)}&#46;`)
      .replaceAll(/@(?=\w)/g, "@&#8203;")
      .replaceAll(/(?<!&)#(?=\d)/g, "#&#8203;")
      // At the start of a line these would make a list, a heading or a rule of it.
      .replace(/^ ?(?=(?:[-+]|#{1,6})(?: |$))/, "$&\\")
      .replace(/^ ?[-=](?=[-=]* ?$)/, "\\$&")
      .replace(/^( ?\d{1,9})(?=[.)](?: |$))/, "$1\\")
  );
}
