/** Random access to memory: each address is known only when the load before has come back. */
import { nsPerOperation, type TaskResult } from "./task.ts";

const BYTES_PER_LINE = 64;
const SLOTS_PER_LINE = BYTES_PER_LINE / Int32Array.BYTES_PER_ELEMENT;
/** Loads between two looks at the clock. */
const BATCH = 100_000;

/** One task, `random`: nanoseconds of a load from anywhere in so many MiB. */
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
 * An array in which each cache line holds the index of the next, through all lines in one cycle:
 * Sattolo's algorithm (S. Sattolo, An algorithm to generate a random cyclic permutation, 1986).
 */
function oneCycle(lines: number): Int32Array {
  const next = Int32Array.from({ length: lines }, (_, line) => line);
  let state = 1;
  for (let i = lines - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * i);
    [next[i], next[other]] = [next[other] as number, next[i] as number];
  }
  const memory = new Int32Array(lines * SLOTS_PER_LINE);
  for (let line = 0; line < lines; line++) {
    memory[line * SLOTS_PER_LINE] = (next[line] as number) * SLOTS_PER_LINE;
  }
  return memory;
}
