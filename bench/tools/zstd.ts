/**
 * `zstd -b`: zstd(1), "Benchmark". It compresses and restores text that it generates itself, in
 * memory.
 */
import { ParseError } from "../errors.ts";
import { BYTES_PER_MB } from "../measurement.ts";
import { say } from "../messages.ts";
import type { Command } from "../types.ts";
import { repeated } from "./repeat.ts";

/** Bytes per second of each pass, and the total bytes of input. */
export interface Zstd {
  readonly compress: readonly number[];
  readonly restore: readonly number[];
  readonly bytes: number;
}

/** The last state of the line that zstd overwrites as it goes on. There is one for each pass. */
const PASS = /: +(\d+) -> +\d+ \(x[\d.]+\), +([\d.]+) MB\/s, +([\d.]+) MB\/s[^\r\n]*\r[^\r]*\n/g;

export function parseZstd(stdout: string): Zstd {
  const passes = [...stdout.matchAll(PASS)].map(([, ...numbers]) => numbers.map(Number));
  if (passes.length === 0) throw new ParseError("zstd", say("workloads.two-speeds"), stdout);
  const column = (index: number) => passes.map((pass) => (pass[index] as number) * BYTES_PER_MB);
  return {
    compress: column(1),
    restore: column(2),
    bytes: passes.reduce((sum, [bytes]) => sum + (bytes as number), 0),
  };
}

/** Passes of 10 MB at level 3, the default, until the time is over. */
export function zstdPasses(milliseconds: number): Command {
  return repeated(milliseconds, [{ tool: "zstd" }, "-b3", "-i0"]);
}
