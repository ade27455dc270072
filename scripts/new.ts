/** `npm run new`: the first file of a new target or workload. */
import { relative } from "node:path";
import { IsotaxError } from "../bench/errors.ts";
import { writeNewFile } from "../bench/files.ts";
import { verbatim } from "../bench/messages.ts";
import { enter } from "./enter.ts";
import { scriptWords } from "./script-options.ts";
import { KINDS, skeletonOf } from "./skeleton.ts";
import { print } from "./terminal.ts";

const HELP = `
Usage: npm run new -- target NAME | workload NAME
Writes one new file, which runs as it is, and says what to do next.

  target NAME    runners/targets/NAME.ts, e.g. npm run new -- target youki
  workload NAME  bench/experiments/NAME.ts, e.g. npm run new -- workload cpu.primes
`;

await enter(async () => {
  const words = await scriptWords(HELP);
  if (words === undefined) return 0;
  const [word, name, ...more] = words;
  const kind = KINDS.find((one) => one === word);
  if (kind === undefined || name === undefined || more.length > 0) {
    const given = words.length === 0 ? "nothing was named" : `not understood: ${words.join(" ")}`;
    const usage = HELP.trim().split("\n", 1)[0] ?? "";
    throw new IsotaxError("USAGE", verbatim(given), verbatim(usage));
  }
  const { file, text, next } = await skeletonOf(kind, name);
  writeNewFile(file, text);
  const lines = next.map((line, index) => `  ${index + 1}. ${line}\n`);
  await print(`${relative(process.cwd(), file)} is written. Next:\n${lines.join("")}`);
  return 0;
});
