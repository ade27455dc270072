/** Random access to memory. Each address is known only after the load before it has returned. */
import { nsPerOperation, type TaskResult } from "./task.ts";

const BYTES_PER_LINE = 64;
const SLOTS_PER_LINE = BYTES_PER_LINE / Int32Array.BYTES_PER_ELEMENT;
/** Loads between two readings of the clock. */
const BATCH = 100_000;

/**
 * One task, `random`: nanoseconds of a load from a random place in this many MiB, a power of two.
 */
export function memorySuite(mebibytes: number, milliseconds: number): readonly TaskResult[] {
  const memory = oneCycle((mebibytes * 2 ** 20) / BYTES_PER_LINE);
  let at = 0;
  const result = nsPerOperation("random", milliseconds, BATCH, (size) => {
    for (let i = 0; i < size; i++) at = memory[at] as number;
  });
  if (at < 0) throw new Error("the work was not done");
  return [result];
}

/**
 * An array in which each cache line holds the index of the next line, through all lines in one
 * cycle. The order is that of a linear congruential generator, which visits every line before it
 * repeats (T. Hull and A. Dobell, Random Number Generators, 1962). Making the array needs no random
 * access itself, which would take an emulated CPU seconds. `lines` is a power of two.
 */
export function oneCycle(lines: number): Int32Array {
  const memory = new Int32Array(lines * SLOTS_PER_LINE);
  for (let line = 0; line < lines; line++) {
    const next = (Math.imul(line, 1664525) + 1013904223) & (lines - 1);
    memory[line * SLOTS_PER_LINE] = next * SLOTS_PER_LINE;
  }
  return memory;
}
