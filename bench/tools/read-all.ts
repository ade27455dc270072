/** Commands that say that they run. One then reads every file there is. */
import type { Command } from "../types.ts";

const SAYS = 'process.stdout.write("ready\\n");';

/** Folders on other devices, such as /proc, are left out. */
const SCRIPT = [
  SAYS,
  'const fs = require("fs"), { dev } = fs.lstatSync("/"); let bytes = 0;',
  "const read = (folder) => { for (const one of fs.readdirSync(folder, { withFileTypes: true })) {",
  "  const path = folder + one.name;",
  "  if (one.isFile()) bytes += fs.readFileSync(path).length;",
  '  else if (one.isDirectory() && fs.lstatSync(path).dev === dev) read(path + "/");',
  "} };",
  'read("/"); process.stdout.write("read " + bytes + "\\n");',
].join(" ");

export const READ_ALL: Command = { argv: [{ tool: "node" }, "--eval", SCRIPT] };

export const STARTS: Command = { argv: [{ tool: "node" }, "--eval", SAYS] };

/** Whether the output is its own. */
export function starts(stdout: string): boolean {
  return stdout === "ready\n";
}

/** The bytes that it read; undefined if the output is not its own. */
export function readsAll(stdout: string): number | undefined {
  const bytes = /^ready\nread (\d+)\n$/.exec(stdout)?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}
