/** A command that reads the files of a list, and tells their size. It leaves nothing in memory. */
import type { Command, Word } from "../types.ts";

/**
 * $1: busybox, $2: the list. Its `wc -c` would look at each byte, which takes an emulated VM half a
 * minute.
 */
const SCRIPT = [
  '"$1" xargs -0 "$1" cat <"$2" >/dev/null',
  '"$1" xargs -0 "$1" stat -c %s <"$2" | "$1" awk \'{ sum += $1 } END { printf "%.0f\\n", sum }\'',
].join(" && ");

/** `list`: the path inside of a file with paths, each followed by a zero byte. */
export function readList(list: string): Command {
  const busybox: Word = { tool: "busybox" };
  return { argv: [busybox, "sh", "-c", SCRIPT, "sh", busybox, list] };
}

/** The bytes of all files that it read; undefined if the output is not its own. */
export function bytesOfList(stdout: string): number | undefined {
  const bytes = /^(\d+)\n$/.exec(stdout)?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}
