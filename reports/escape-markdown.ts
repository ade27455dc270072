/**
 * Text from a file or a tool, as Markdown that shows it literally and on one line. It makes no
 * markup, no HTML and no link. It also mentions no user, since GitHub notifies users whom a comment
 * mentions.
 */
import { printable } from "./format.ts";

export function escapeMarkdown(text: string): string {
  return (
    printable(text.replaceAll(/\s+/g, " "))
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[\\`*_[\]|~$]/g, "\\$&")
      // GitHub makes links of these. They are written so that they are still shown and copied as
      // they were.
      .replaceAll("://", "&#58;//")
      .replaceAll(/\bwww\./gi, (name) => `${name.slice(0, -1)}&#46;`)
      .replaceAll(/@(?=\w)/g, "@&#8203;")
      .replaceAll(/(?<!&)#(?=\d)/g, "#&#8203;")
      // At the start of a line these would make a list, a heading or a rule.
      .replace(/^ ?(?=(?:[-+]|#{1,6})(?: |$))/, "$&\\")
      .replace(/^ ?[-=](?=[-=]* ?$)/, "\\$&")
      .replace(/^( ?\d{1,9})(?=[.)](?: |$))/, "$1\\")
  );
}
