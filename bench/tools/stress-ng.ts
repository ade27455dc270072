/**
 * stress-ng 0.15 to 0.19: github.com/ColinIanKing/stress-ng. Compare its "bogo operations" only
 * with themselves.
 */
import { say } from "../messages.ts";
import type { Command } from "../types.ts";
import { doneIn, lineLike, positiveIn } from "./text.ts";

/** One line of its metrics: operations per second of real time, and the number of operations. */
export function parseStressNg(
  stressor: string,
  stdout: string,
): { rate: number; operations: number } {
  const form = say("workloads.metrics-line", { stressor });
  const what = say("workloads.no-operation", { stressor });
  const line = (captured: string) => new RegExp(`\\] ${stressor} +${captured}`);
  return {
    operations: doneIn("stress-ng", { what, form }, line("(\\d+) "), stdout),
    rate: positiveIn(
      "stress-ng",
      form,
      line("\\d+ +[\\d.]+ +[\\d.]+ +[\\d.]+ +([\\d.]+) "),
      stdout,
    ),
  };
}

/** One of a stressor's own metrics, e.g. "nanosecs per page fault". */
export function stressNgMetric(stressor: string, name: string, stdout: string): number {
  const pattern = new RegExp(`\\] ${stressor} +([\\d.]+) ${name} `);
  return positiveIn("stress-ng", lineLike(`N ${name}`), pattern, stdout);
}

/**
 * MiB of volume that a run needs. stress-ng wants a folder to write to, even if it does not write.
 */
export const STRESS_NG_SCRATCH_MIB = 16;

/** A run of one stressor. It is not started again if it is killed for lack of memory. */
export function stressNg(
  stressor: string,
  seconds: number,
  ...options: readonly string[]
): Command {
  // `--metrics-brief` will not do: since 0.17 it omits a stressor's own metrics.
  const words = [`--${stressor}`, "1", "--timeout", `${seconds}s`, "--metrics", "--oomable"];
  // stress-ng prints its metrics to standard error.
  const shell = [{ tool: "busybox" }, "sh", "-c", 'exec "$0" "$@" 2>&1'];
  return {
    argv: [...shell, { tool: "stress-ng" }, "--temp-path", { scratch: "" }, ...words, ...options],
  };
}
