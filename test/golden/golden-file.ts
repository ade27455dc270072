/** Compares what a format gives with the file that somebody has read. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";

const EXPECTED = join(import.meta.dirname, "expected");
/** `UPDATE_GOLDEN=1 npx vitest run test/golden` writes them anew; read the diff before you commit it. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";

export function check(file: string, text: string): void {
  const path = join(EXPECTED, file);
  if (UPDATE) {
    mkdirSync(EXPECTED, { recursive: true });
    writeFileSync(path, text);
  }
  expect(existsSync(path), `${path} is missing: see UPDATE_GOLDEN`).toBe(true);
  expect(text).toBe(readFileSync(path, "utf8"));
}

export function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return text.replaceAll(/\u001b\[\d+m/g, "");
}

/** The bundled script and the style change with their libraries; what they hold is tested in a browser. */
export function withoutBundles(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/, "<style></style>")
    .replace(/<script>[\s\S]*?<\/script>/, "<script></script>")
    .replace(/'sha256-[^']+'/g, "'sha256-...'")
    .replaceAll(/(<\/(?:section|table|tr|li|figure|p|h[1-3])>)/g, "$1\n");
}
