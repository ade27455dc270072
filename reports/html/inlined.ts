/** What a page brings along in itself: it is one file that opens from disk, and asks no network. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { built } from "../../bench/built.ts";

/** A page's script as it was built: the name of its file, without an ending. */
export function scriptText(name: "client" | "gate-client"): string {
  const text = readFileSync(built(`reports/html/${name}.js`), "utf8");
  // The parser ends a script at this sequence, wherever it stands.
  return text.replaceAll("</script", "<\\/script");
}

/** JSON that can stand inside a script element. It has no `<`, so no tag can begin in it. */
export function embeddedJson(data: object): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

/** A content-security policy that admits exactly this style and this script, by their hashes. */
export function policyFor(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${cspHash(style)}`,
    `script-src ${cspHash(script)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function cspHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
