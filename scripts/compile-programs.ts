/**
 * Compiles `enter` into the folder that is given, when isotax itself is built: for hosts that have
 * no compiler when something is measured. Where there is none now either, a run or a set-up asks
 * for one.
 */
import { join } from "node:path";
import { makeFolder } from "../bench/files.ts";
import { which } from "../runners/host/process.ts";
import { builtName, COMPILER, compile, ENTER } from "../runners/primitives/programs.ts";

const [, , folder] = process.argv;
const compiler = which(COMPILER);
const source = ENTER.sources.at(-1);
if (folder !== undefined && compiler !== undefined && source !== undefined) {
  makeFolder(folder);
  await compile(compiler, source, join(folder, builtName(ENTER)));
}
