import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./built.ts";
import { hashFile, hashJson } from "./hash.ts";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  version: string;
};

export const VERSION = manifest.version;

/**
 * Identifies the code that measures: every source file of bench/ and runners/, including the timed
 * lines.
 */
export function codeDigest(): string {
  const files = ["bench", "runners"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:ts|sh)$/.test(name))
      .map((name) => join(folder, name)),
  );
  return hashJson(files.sort().map((file) => [file, hashFile(join(ROOT, file))]));
}
