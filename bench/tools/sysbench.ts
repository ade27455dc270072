/** sysbench 1.0: github.com/akopytov/sysbench. */
import { BYTES_PER_MIB } from "../measurement.ts";
import { say } from "../messages.ts";
import { doneIn, lineLike, positiveIn } from "./text.ts";

/** `sysbench cpu run`: events per second, and the number of events. */
export function parseSysbenchCpu(stdout: string): { rate: number; events: number } {
  const form = { what: say("workloads.no-event"), form: lineLike("total number of events: N") };
  const events = doneIn("sysbench", form, /total number of events:\s+(\d+)\n/, stdout);
  const rate = /events per second:\s+([\d.]+)/;
  return { rate: positiveIn("sysbench", lineLike("events per second: N"), rate, stdout), events };
}

/** `sysbench memory run`: bytes per second, and the number of bytes read or written. */
export function parseSysbenchMemory(stdout: string): { bytesPerSecond: number; bytes: number } {
  const form = lineLike("N MiB transferred (N MiB/sec)");
  const moved = { what: say("workloads.no-block-moved"), form };
  const bytes = BYTES_PER_MIB * doneIn("sysbench", moved, /^([\d.]+) MiB transferred/m, stdout);
  const rate = /MiB transferred \(([\d.]+) MiB\/sec\)/;
  return { bytesPerSecond: BYTES_PER_MIB * positiveIn("sysbench", form, rate, stdout), bytes };
}
