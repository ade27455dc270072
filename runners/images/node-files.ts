/**
 * Parts of Node.js in separate files. Distributions build it without the modules that they package
 * separately (undici, acorn and others). Node.js then reads their files first, from fixed paths in
 * the executable or its library, and does not start without them.
 */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

/** An absolute path of a script or a WebAssembly file, as a C string. */
const PATH = /(?<=\0)\/[\w@+.-]+\/[\w@+./-]+\.(?:[cm]?js|wasm)(?=\0)/g;

/** The files that `node` and its libraries name, and that exist on this host. */
export function nodeFiles(node: string, libraries: readonly string[]): readonly string[] {
  const parts = [node, ...libraries.filter((library) => basename(library).startsWith("libnode."))];
  const named = parts.flatMap((part) => readFileSync(part, "latin1").match(PATH) ?? []);
  return [...new Set(named)].filter(isFile).sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
