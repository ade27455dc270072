/**
 * Runs inside a target, as one bundled file.
 * `cpu MILLISECONDS`: one JSON document, `{ "suite", "tasks": [{ "task", "unit", "values" }] }`.
 * `hash FILE...`: the sha256 of each file, a line each.
 * `size`: one JSON document, `{ "cpus", "memoryBytes", "heapBytes" }`: what Node.js finds and what it makes of it.
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
} else if (suite === "hash") {
  for (const file of args) process.stdout.write(`${hashFile(file)}\n`);
} else if (suite === "size") {
  // 0 where nothing limits the process.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const size = {
    cpus: availableParallelism(),
    memoryBytes: Math.min(limit, totalmem()),
    heapBytes: getHeapStatistics().heap_size_limit,
  };
  process.stdout.write(`${JSON.stringify(size)}\n`);
} else {
  throw new Error(`unknown suite "${suite}"; known: cpu, hash, size`);
}
