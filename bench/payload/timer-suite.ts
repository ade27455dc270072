/** How late a sleeping thread wakes. */
import type { TaskResult } from "./task.ts";

const SLEEP_MS = 1;

/**
 * Two tasks: `wake-up`, the nanoseconds from the end of each sleep of a millisecond to the first
 * instruction after it, and `wake-up.p99`. The thread waits for a futex(2) that nobody wakes.
 */
export function timerSuite(wakeUps: number): readonly TaskResult[] {
  const futex = new Int32Array(new SharedArrayBuffer(4));
  const late: number[] = [];
  for (let i = 0; i < wakeUps; i++) {
    const from = process.hrtime.bigint();
    Atomics.wait(futex, 0, 0, SLEEP_MS);
    late.push(Number(process.hrtime.bigint() - from) - SLEEP_MS * 1e6);
  }
  const sorted = [...late].sort((a, b) => a - b);
  const p99 = sorted[Math.ceil(wakeUps * 0.99) - 1] as number;
  return [
    { task: "wake-up", unit: "ns", values: late, operations: wakeUps },
    // These are the same sleeps, so they add no operations.
    { task: "wake-up.p99", unit: "ns", values: [p99], operations: 0 },
  ];
}
