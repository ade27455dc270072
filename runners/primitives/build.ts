/**
 * Compiles `enter` into a folder when isotax itself is built, for hosts that have no compiler when
 * something is measured. Where there is none now either, a run or a set-up asks for one.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { which } from "../host/process.ts";
import { builtName, COMPILER, compile, ENTER } from "./programs.ts";

const [, , folder] = process.argv;
const compiler = which(COMPILER);
const source = ENTER.sources.at(-1);
if (folder !== undefined && compiler !== undefined && source !== undefined) {
  mkdirSync(folder);
  await compile(compiler, source, join(folder, builtName(ENTER)));
}
