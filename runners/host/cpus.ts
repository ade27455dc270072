import { readFileSync } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { run } from "./process.ts";

/** CPUs that this process may run on, in order. */
export function allowedCpus(status = readFileSync("/proc/self/status", "utf8")): readonly number[] {
  return parseCpuList(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "0");
}

/** The kernel's list format: "0-2,5"; see cpuset(7). */
export function parseCpuList(text: string): readonly number[] {
  return text.split(",").flatMap((range) => {
    const [from, to = from] = range.split("-").map(Number);
    if (from === undefined || to === undefined || !(to >= from)) return [];
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

export interface CpuSplit {
  readonly target: readonly number[];
  /** CPUs left to the harness; the target's own where there is no other. */
  readonly harness: readonly number[];
}

/** The last CPUs go to the targets, the rest to the harness: CPU 0 takes most interrupts. */
export function splitCpus(wanted: number, allowed = allowedCpus()): CpuSplit {
  if (wanted > allowed.length) {
    throw new IsotaxError(
      "TOO_FEW_CPUS",
      `--cpus ${wanted}: only ${allowed.length} CPU(s) may be used here (${allowed.join(", ")})`,
      `use --cpus ${Math.max(1, allowed.length - 1)}`,
    );
  }
  const target = allowed.slice(allowed.length - wanted);
  const rest = allowed.slice(0, allowed.length - wanted);
  return { target, harness: rest.length > 0 ? rest : target };
}

/** Moves every thread of this process to these CPUs. */
export async function pinSelf(cpus: readonly number[]): Promise<void> {
  await run(["taskset", "--all-tasks", "--cpu-list", "--pid", cpus.join(","), String(process.pid)]);
}
