/** `perf bench`, part of the kernel's sources: perf-bench(1). */
import { NS_PER_MICROSECOND } from "../measurement.ts";
import type { Command } from "../types.ts";
import { lineLike, positiveIn } from "./text.ts";

/** Nanoseconds of an operation, and the number of operations. */
export function parsePerfBench(stdout: string): { ns: number; operations: number } {
  const usecs = positiveIn(
    "perf bench",
    lineLike("N usecs/op"),
    /^\s*([\d.]+) usecs\/op$/m,
    stdout,
  );
  const executed = /^# Executed (\d+) /m;
  return {
    ns: usecs * NS_PER_MICROSECOND,
    operations: positiveIn("perf bench", lineLike("# Executed N"), executed, stdout),
  };
}

/**
 * Makes a benchmark that takes a count run for a time. A short run first finds how many operations
 * fill the time. `fewest` is the number of operations of the short run. An instance that is a
 * hundred times slower must be able to do them.
 */
export function perfBench(words: readonly string[], milliseconds: number, fewest: number): Command {
  const script =
    'bench() { "$perf" bench "$@"; }; perf=$1; busybox=$0; ms=$2; fewest=$3; shift 3; ' +
    `n=$(bench "$@" -l "$fewest" | "$busybox" awk -v us="$ms"000 -v least="$fewest" ` +
    `'/usecs\\/op/ { n = int(us / ($1 > 0 ? $1 : 0.001)); print (n < least ? least : n) }') && ` +
    'bench "$@" -l "$n"';
  return {
    argv: [
      { tool: "busybox" },
      "sh",
      "-c",
      script,
      { tool: "busybox" },
      { tool: "perf" },
      String(milliseconds),
      String(fewest),
      ...words,
    ],
  };
}
