/**
 * What a neighbour does to disturb others. Each works until it is stopped, within the instance's size,
 * and counts its own work in a file.
 */
import { ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import { type Command, SERVICE_PORT, type Word } from "../types.ts";

export interface Aggressor {
  readonly id: string;
  /** It works until SIGTERM. `memoryMiB`: the instance's. */
  command(memoryMiB: number): Command;
  /** Its other end, which runs where clients are. It prints something when it has begun. */
  readonly outside?: Command;
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
const SPIN = "j=0; while [ $j -lt 1000 ]; do j=$((j+1)); done";
// 64 MiB through the caches: read from the kernel's zeros, copied, and thrown away.
const COPY = `"$1" dd if=/dev/zero of=/dev/null bs=32M count=2 ${QUIET}`;

/** On the victim's CPU. */
export const ON_SAME_CPU: readonly Aggressor[] = [
  counting("cpu", SPIN),
  counting("memory-copy", COPY),
  // Takes memory until it is killed, or refused.
  counting("memory-limit", `(ulimit -v "$3"; exec "$1" tail /dev/zero) ${QUIET}`),
  counting("disk", `"$1" dd if=/dev/zero of="$2" bs=1M count=8 conv=fsync ${QUIET}`),
  counting("page-cache", `"$1" dd if=/dev/zero of="$2" bs=1M count=128 ${QUIET}`),
];

/** Pinned apart from the victim: what they share is beyond the CPU. */
export const ON_OTHER_CPU: readonly Aggressor[] = [
  counting("cpu-apart", SPIN),
  counting("memory-copy-apart", COPY),
];

const PAYLOAD: readonly Word[] = [{ tool: "node" }, { tool: "payload" }];
const PLACE: readonly Word[] = [{ address: "%" }, String(SERVICE_PORT)];

/** As many bytes as go through, both ways. A turn is 1 MiB. */
export const NETWORK: Aggressor = {
  id: "network",
  command: () => ({ argv: [...PAYLOAD, "flood-service", ...PLACE, COUNT] }),
  outside: { argv: [...PAYLOAD, "flood", ...PLACE] },
};

/** More than a bomb in a group may have, so that its forks fail. */
export const BOMB_PIDS = 512;

/**
 * Chains of processes, each of which forks one and waits for it: a fork that fails ends the shell, and
 * a shell that waits has nothing to lose. So the ends of all chains fork again and again. `$1` is
 * busybox, `$2` the file that ends it, `$3` has a line for each process, `$4` is the file for the
 * count. It is bounded also where nothing else limits it, as in a guest.
 */
const BOMB = [
  "box=$1 stop=$2 lines=$3 count=$4 depth=0; trap ': >\"$stop\"' TERM;",
  'bomb() { echo >>"$lines"; depth=$((depth+1)); [ $depth -le 128 ] || return 0;',
  'while [ ! -e "$stop" ]; do bomb & wait; done; };',
  'set -- 1 2 3 4 5 6 7 8; while [ ! -e "$stop" ]; do',
  "for chain; do bomb & done; wait; done; wait;",
  'echo "done $("$box" wc -l <"$lines")" >"$count"',
].join(" ");

export const FORK_BOMB: Aggressor = {
  id: "fork-bomb",
  command: () => {
    const words = [BUSYBOX, { scratch: "stop" }, { scratch: "lines" }, COUNT];
    return { argv: [BUSYBOX, "sh", "-c", BOMB, "sh", ...words] };
  },
};

/** How many turns were done. Errors: `ParseError`. */
export function workDone(stdout: string, aggressor: string): number {
  const turns = /^done (\d+)\n$/.exec(stdout)?.[1];
  if (turns !== undefined) return Number(turns);
  throw new ParseError(aggressor, say("workloads.aggressor-line"), stdout);
}
