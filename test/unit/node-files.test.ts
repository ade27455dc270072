/** Parts of Node.js beside it, as Debian and others have them. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nodeFiles } from "../../runners/images/node-files.ts";
import { temporaryFolder } from "../support.ts";

/** A file with strings of C among other bytes. */
function binary(folder: string, name: string, strings: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `\x7fELF\0\x01\x02${strings.map((text) => `\0${text}\0\xff`).join("\x03")}`);
  return file;
}

it("are those that the executable or its library names by their paths, and that are there", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "undici"));
  const undici = join(folder, "undici/undici-fetch.js");
  const acorn = join(folder, "acorn.mjs");
  const wasm = join(folder, "lexer.wasm");
  writeFileSync(undici, "");
  writeFileSync(wasm, "");
  writeFileSync(join(folder, "target.js"), "");
  symlinkSync("target.js", acorn);
  const node = binary(folder, "node", [wasm, "/assert/strict.js", "internal/deps/undici.js"]);
  const library = binary(folder, "libnode.so.115", [undici, acorn, `${folder}/gone.js`, folder]);
  const other = binary(folder, "libother.so.1", [join(folder, "target.js")]);
  expect(nodeFiles(node, [library, other])).toEqual([acorn, wasm, undici].sort());
});

it("are none where the executable holds all of itself, as nodejs.org's does", () => {
  const folder = temporaryFolder();
  expect(nodeFiles(binary(folder, "node", ["/index.js", "require('/a/b.js')"]), [])).toEqual([]);
});
