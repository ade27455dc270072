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
