/** Whether the harness grows with the rounds: the same walk, short and long, on a target that costs nothing. */
import { fileURLToPath } from "node:url";
import { run } from "../../../runners/host/process.ts";
import { figure, type Measure } from "../figure.ts";

const CHILD = fileURLToPath(new URL("../growth-child.js", import.meta.url));

interface Walk {
  readonly heapBytes: number;
  readonly recordBytes: number;
}

async function walk(rounds: number, signal: AbortSignal): Promise<Walk> {
  const argv = [process.execPath, "--expose-gc", CHILD, String(rounds)];
  const { stdout } = await run(argv, { signal });
  return JSON.parse(stdout) as Walk;
}

const SHORT = 200;
const LONG = 4000;

export const measure: Measure = async (say, signal) => {
  say("memory against rounds");
  const short = await walk(SHORT, signal);
  const long = await walk(LONG, signal);
  const growth = long.heapBytes - short.heapBytes;
  const records = long.recordBytes - short.recordBytes;
  return [
    figure({
      id: "memory-growth",
      value: growth / records,
      unit: "x the records",
      better: "lower",
      bound: 1,
      n: LONG - SHORT,
      about: `live heap grew by ${(growth / 1024).toFixed(0)} KiB over ${LONG - SHORT} rounds that wrote ${(records / 1024).toFixed(0)} KiB`,
    }),
  ];
};
