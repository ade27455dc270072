/** sysbench 1.0: github.com/akopytov/sysbench. */
import { BYTES_PER_MIB } from "../measurement.ts";
import { positiveIn } from "./text.ts";

/** `sysbench cpu run`: events per second, and how many there were. */
export function parseSysbenchCpu(stdout: string): { rate: number; events: number } {
  return {
    rate: positiveIn("sysbench", '"events per second: N"', /events per second:\s+([\d.]+)/, stdout),
    events: positiveIn(
      "sysbench",
      '"total number of events: N"',
      /total number of events:\s+(\d+)\n/,
      stdout,
    ),
  };
}

/** `sysbench memory run`: bytes per second, and how many bytes were read or written. */
export function parseSysbenchMemory(stdout: string): { bytesPerSecond: number; bytes: number } {
  const form = '"N MiB transferred (N MiB/sec)"';
  const bytes = /^([\d.]+) MiB transferred/m;
  return {
    bytesPerSecond:
      BYTES_PER_MIB * positiveIn("sysbench", form, /MiB transferred \(([\d.]+) MiB\/sec\)/, stdout),
    bytes: BYTES_PER_MIB * positiveIn("sysbench", form, bytes, stdout),
  };
}
