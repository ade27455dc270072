/** The words of a Swarm service's tasks. */
import type { Command, OpenSpec } from "../../bench/types.ts";
import { imagePaths } from "../images/paths.ts";
import { resolveWord } from "../instance/words.ts";

/** A service has no option for the CPUs, so its first process restricts itself. */
export function taskWords({ cpus, image }: OpenSpec, { argv }: Command): readonly string[] {
  const inside = imagePaths(image);
  const pinned = [inside.tool("busybox"), "taskset", maskOf(cpus)];
  return [...pinned, ...argv.map((word) => resolveWord(word, inside, "0.0.0.0"))];
}

/** The CPUs as taskset(1) reads them: a hexadecimal number with a bit for each. */
export function maskOf(cpus: readonly number[]): string {
  return cpus.reduce((mask, cpu) => mask | (1n << BigInt(cpu)), 0n).toString(16);
}
