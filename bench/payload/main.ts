/**
 * Runs inside a target, as one bundled file. Prints one JSON document:
 * `{ "suite": NAME, "tasks": [{ "task", "unit": "ops/s", "values": [...] }] }`.
 */
import { cpuSuite } from "./cpu-suite.ts";

const [suite, ...args] = process.argv.slice(2);

if (suite === "cpu") {
  const milliseconds = Number(args[0]);
  if (!(milliseconds > 0)) throw new Error(`cpu: expected milliseconds, got "${args[0]}"`);
  process.stdout.write(`${JSON.stringify({ suite, tasks: await cpuSuite(milliseconds) })}\n`);
} else {
  throw new Error(`unknown suite "${suite}"; known: cpu`);
}
