/** Work at a fixed rate, which times itself: how late it is done shows what disturbs it. */
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import type { TaskResult } from "./task.ts";

const BLOCK = Buffer.alloc(4096, 7);
/** Work that is kept from its turns this much longer than it should take is given up. */
const MOST_TIMES_LONGER = 3;

/**
 * Each interval, one operation is due: a write of 4 KiB with its fsync(2) if there is a file, else
 * nothing at all. One task: `late`, the nanoseconds from when an operation was due until it was done.
 * There are fewer values than `count` if it was given up.
 */
export function paceSuite(
  intervalMs: number,
  count: number,
  file: string | undefined,
): readonly TaskResult[] {
  const futex = new Int32Array(new SharedArrayBuffer(4));
  const handle = file === undefined ? undefined : openSync(file, "w");
  const late: number[] = [];
  const beginNs = process.hrtime.bigint();
  const sinceMs = () => Number(process.hrtime.bigint() - beginNs) / 1e6;
  while (late.length < count && sinceMs() < MOST_TIMES_LONGER * count * intervalMs) {
    const dueMs = (late.length + 1) * intervalMs;
    const restMs = dueMs - sinceMs();
    if (restMs > 0) Atomics.wait(futex, 0, 0, restMs);
    if (handle !== undefined) {
      writeSync(handle, BLOCK, 0, BLOCK.length, 0);
      fsyncSync(handle);
    }
    late.push(Math.max(0, (sinceMs() - dueMs) * 1e6));
  }
  if (handle !== undefined) closeSync(handle);
  return [{ task: "late", unit: "ns", values: late, operations: late.length }];
}
