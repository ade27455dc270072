/**
 * What a neighbour does to disturb others. Each is a loop of busybox's shell that works until it is
 * stopped, within the instance's size, and counts its own work in a file.
 */
import { ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import type { Command, Word } from "../types.ts";

export interface Aggressor {
  readonly id: string;
  /** It works until SIGTERM. `memoryMiB`: the instance's. */
  command(memoryMiB: number): Command;
}

const BUSYBOX: Word = { tool: "busybox" };
const COUNT: Word = { scratch: "count" };

/** Prints how many turns the last one did. */
export const COUNTED: Command = { argv: [BUSYBOX, "cat", COUNT] };

/** The count is written between two turns of its work. */
const BEGIN = ["i=0;", "trap 'echo done $i >\"$4\"; exit 0' TERM;"].join(" ");

/**
 * `turn`: shell words; `$1` is busybox, `$2` a file on the scratch volume, `$3` the memory in KiB, `$4`
 * the file for the count.
 */
function counting(id: string, turn: string): Aggressor {
  const script = `${BEGIN} while :; do ${turn}; i=$((i+1)); done`;
  return {
    id,
    command: (memoryMiB) => {
      const words = [BUSYBOX, { scratch: "aggressor" }, String(memoryMiB * 1024), COUNT];
      return { argv: [BUSYBOX, "sh", "-c", script, "sh", ...words] };
    },
  };
}

const QUIET = ">/dev/null 2>&1";

export const AGGRESSORS: readonly Aggressor[] = [
  counting("cpu", "j=0; while [ $j -lt 1000 ]; do j=$((j+1)); done"),
  // 64 MiB through the caches: read from the kernel's zeros, copied, and thrown away.
  counting("memory-copy", `"$1" dd if=/dev/zero of=/dev/null bs=32M count=2 ${QUIET}`),
  // Takes memory until it is killed, or refused.
  counting("memory-limit", `(ulimit -v "$3"; exec "$1" tail /dev/zero) ${QUIET}`),
  counting("disk", `"$1" dd if=/dev/zero of="$2" bs=1M count=8 conv=fsync ${QUIET}`),
  counting("page-cache", `"$1" dd if=/dev/zero of="$2" bs=1M count=128 ${QUIET}`),
];

/** How many turns were done. Errors: `ParseError`. */
export function workDone(stdout: string, aggressor: string): number {
  const turns = /^done (\d+)\n$/.exec(stdout)?.[1];
  if (turns !== undefined) return Number(turns);
  throw new ParseError(aggressor, say("workloads.aggressor-line"), stdout);
}
