/**
 * Parts of Node.js that lie beside it. Distributions build it without those of its modules that they
 * have packages of (undici, acorn and others); it then reads their files before anything else, by
 * paths that are fixed in the executable or in its library, and does not start without them.
 */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

/** An absolute path of a script or of WebAssembly as a string of C, in folders of its own. */
const PATH = /(?<=\0)\/[\w@+.-]+\/[\w@+./-]+\.(?:[cm]?js|wasm)(?=\0)/g;

/** Those that `node` and its libraries name, and that this host has. */
export function nodeFiles(node: string, libraries: readonly string[]): readonly string[] {
  const parts = [node, ...libraries.filter((library) => basename(library).startsWith("libnode."))];
  const named = parts.flatMap((part) => readFileSync(part, "latin1").match(PATH) ?? []);
  return [...new Set(named)].filter(isFile).sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
