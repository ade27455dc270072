/** A shell that starts a program again and again: fork(2), execve(2), exit(2), wait(2). */
import { NothingDoneError, ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import type { Command } from "../types.ts";
import { hundredths, NOW } from "./repeat.ts";
import { lineLike } from "./text.ts";

/** Programs between two readings of the clock. */
const BATCH = 5;

/**
 * It begins at a tick of the clock of /proc/uptime, whose ticks are 10 ms. It ends at the first
 * reading after the time is over. Less than a batch and a tick is lost at either end.
 */
export function execLoop(milliseconds: number): Command {
  const script =
    `${NOW}now; from=$up; while [ "$up" = "$from" ]; do now; done; ` +
    'from=$up; n=0; end=$((from + $1)); while [ "$up" -lt "$end" ]; do ' +
    `${'"$0" true; '.repeat(BATCH)}n=$((n + ${BATCH})); now; done; ` +
    'echo "$n programs in $((up - from)) hundredths"';
  const words = [{ tool: "busybox" }, "sh", "-c", script, { tool: "busybox" }];
  return { argv: [...words, hundredths(milliseconds)] };
}

/** Programs per second, and the number of programs. */
export function parseExecLoop(stdout: string): { rate: number; programs: number } {
  const [, programs, duration] = /^(\d+) programs in (\d+) hundredths$/m.exec(stdout) ?? [];
  const [count, time] = [Number(programs), Number(duration)];
  if (count === 0) throw new NothingDoneError("busybox", say("workloads.no-program"));
  if (!(count > 0 && time > 0)) {
    throw new ParseError("busybox", lineLike("N programs in N hundredths"), stdout);
  }
  return { rate: (count * 100) / time, programs: count };
}
