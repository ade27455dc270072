/**
 * Runs inside a target, as one bundled file.
 * `cpu MILLISECONDS`: one JSON document, `{ "suite", "tasks": [{ "task", "unit", "values" }] }`.
 * `hash FILE...`: the sha256 of each file, a line each.
 */
import { hashFile } from "../hash.ts";
import { cpuSuite } from "./cpu-suite.ts";

const [suite, ...args] = process.argv.slice(2);

if (suite === "cpu") {
  const milliseconds = Number(args[0]);
  if (!(milliseconds > 0)) throw new Error(`cpu: expected milliseconds, got "${args[0]}"`);
  process.stdout.write(`${JSON.stringify({ suite, tasks: await cpuSuite(milliseconds) })}\n`);
} else if (suite === "hash") {
  for (const file of args) process.stdout.write(`${hashFile(file)}\n`);
} else {
  throw new Error(`unknown suite "${suite}"; known: cpu, hash`);
}
