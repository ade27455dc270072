/**
 * Runs inside a target, as one bundled file.
 * `cpu MILLISECONDS`: one JSON document, `{ "suite", "tasks": [{ "task", "unit", "values" }] }`.
 * `look FILE...`: one JSON document, `{ "sha256": [...], "cpus", "memoryBytes", "heapBytes" }`: the hash
 * of each file, and what Node.js finds of CPUs and memory and makes of it.
 */
import { availableParallelism, totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import { hashFile } from "../hash.ts";
import { cpuSuite } from "./cpu-suite.ts";

const [suite, ...args] = process.argv.slice(2);

if (suite === "cpu") {
  const milliseconds = Number(args[0]);
  if (!(milliseconds > 0)) throw new Error(`cpu: expected milliseconds, got "${args[0]}"`);
  process.stdout.write(`${JSON.stringify({ suite, tasks: await cpuSuite(milliseconds) })}\n`);
} else if (suite === "look") {
  // 0 where nothing limits the process.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const look = {
    sha256: args.map(hashFile),
    cpus: availableParallelism(),
    memoryBytes: Math.min(limit, totalmem()),
    heapBytes: getHeapStatistics().heap_size_limit,
  };
  process.stdout.write(`${JSON.stringify(look)}\n`);
} else {
  throw new Error(`unknown suite "${suite}"; known: cpu, look`);
}
