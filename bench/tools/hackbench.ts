/** hackbench, from rt-tests: hackbench(8). */
import { NS_PER_SECOND } from "../measurement.ts";
import type { Command } from "../types.ts";
import { lineLike, positiveIn } from "./text.ts";

/** hackbench(8): each of the 20 senders of a group sends each message to all its 20 receivers. */
const PAIRS = 20 * 20;

/** Nanoseconds of a message from one process to another, and the number of messages. */
export function parseHackbench(stdout: string): { ns: number; messages: number } {
  const seconds = positiveIn("hackbench", lineLike("Time: N"), /^Time: ([\d.]+)\n/m, stdout);
  const groups = positiveIn("hackbench", lineLike("with N groups"), /with (\d+) groups? /, stdout);
  const each = positiveIn("hackbench", lineLike("pass N messages"), /pass (\d+) messages/, stdout);
  const messages = groups * PAIRS * each;
  return { ns: (seconds * NS_PER_SECOND) / messages, messages };
}

/** One group, for about this long. A short run first finds how many messages fill that time. */
export function hackbench(milliseconds: number, fewest: number): Command {
  const script =
    'busybox=$0; hackbench=$1; ms=$2; fewest=$3; n=$("$hackbench" -g 1 -l "$fewest" | ' +
    '"$busybox" awk -v ms="$ms" -v least="$fewest" \'/^Time:/ { s = $2 > 0.001 ? $2 : 0.001; ' +
    "n = int(least * ms / 1000 / s); print (n < least ? least : n) }') && " +
    'exec "$hackbench" -g 1 -l "$n"';
  return {
    argv: [
      { tool: "busybox" },
      "sh",
      "-c",
      script,
      { tool: "busybox" },
      { tool: "hackbench" },
      String(milliseconds),
      String(fewest),
    ],
  };
}
