/** How an instance's first process learns what to run, and how it reports the result. */

import type { StartResult, TimedCall } from "../../bench/types.ts";
import { oneLine, sh } from "../host/shell.ts";
import type { Exited } from "../launch/launcher.ts";

export type FirstProcess =
  /**
   * The entry is part of the command line, and the command returns the entry's exit code.
   * `marksInit`: our init runs before the entry, and prints a mark.
   */
  | {
      readonly kind: "argv";
      readonly marksInit: boolean;
      /** Whether it prints a line for each of the kernel's calls that it did. */
      readonly timesCalls?: boolean;
    }
  /**
   * The process was started beforehand. It waits for a line of input, and then becomes the entry.
   */
  | { readonly kind: "paused" }
  /**
   * A guest's init reads the entry, one line, from its channel. It prints the entry's exit code in
   * a mark, because no tool returns it.
   * - `reads-ahead`: the line is in the channel when the guest is started. The init prints a mark
   * when it begins.
   * - `marks-first`: the same, but input before that mark is lost, as on a serial line.
   * - `has-run`: the init began before this start, and printed its mark then.
   */
  | { readonly kind: "console"; readonly init: "reads-ahead" | "marks-first" | "has-run" };

const BY_ARGUMENTS: FirstProcess = { kind: "argv", marksInit: false };

/**
 * The line that an instance's init prints before the workload's first byte. A guest adds the uptime
 * of its kernel in seconds.
 */
export const INIT_MARK = /^@isotax init(?: ([\d.]+))?\n/;
/** The line that an init prints after the entry has ended, with its exit code. */
const EXIT_MARK = /\n@isotax exit (\d+)\n/;

/** The text for the instance's standard input, and when to write it. */
export interface Input {
  readonly text: string;
  readonly when: "before-spawn" | "after-init";
}

export function inputOf(
  entry: readonly string[],
  first: FirstProcess = BY_ARGUMENTS,
): Input | undefined {
  switch (first.kind) {
    case "argv":
      return undefined;
    case "paused":
      return { text: "\n", when: "before-spawn" };
    case "console": {
      const when = first.init === "marks-first" ? "after-init" : "before-spawn";
      return { text: `${oneLine(sh`${entry}`)}\n`, when };
    }
  }
}

/** Whether the instance's init prints a mark after the spawn. */
export function marksInit(first: FirstProcess = BY_ARGUMENTS): boolean {
  switch (first.kind) {
    case "argv":
      return first.marksInit;
    case "paused":
      return false;
    case "console":
      return first.init !== "has-run";
  }
}

/** The line for a call: its name, and when it began and ended, in ns of CLOCK_MONOTONIC. */
const CALL_MARK = /^@isotax call (\S{1,64}) (\d{1,19}) (\d{1,19})\n/gm;

/** Whether the workload itself has printed something: the times of calls may come before it. */
export function hasPrinted(output: string, first: FirstProcess = BY_ARGUMENTS): boolean {
  if (first.kind !== "argv" || first.timesCalls !== true) return output.length > 0;
  return output.replaceAll(CALL_MARK, "").replace(/^@isotax call [^\n]*$/m, "").length > 0;
}

/** The call that nobody sees return: the program's first byte is what shows that it has. */
const LAST_CALL = "exec";

/**
 * The start, piece by piece: what came before the first call, each call, and what came from the last
 * one to the first byte. `spawnNs`, `readyNs`: of the same clock. Undefined if no call was told.
 */
export function callsOf(
  output: string,
  { spawnNs, readyNs }: { readonly spawnNs: bigint; readonly readyNs: bigint },
): readonly TimedCall[] | undefined {
  const told = [...output.matchAll(CALL_MARK)].map(([, name = "", from = "", until = ""]) => ({
    name,
    from: BigInt(from),
    until: BigInt(until),
  }));
  const [first] = told;
  if (first === undefined) return undefined;
  const own = told.filter(({ name }) => name !== LAST_CALL);
  const last = told.find(({ name }) => name === LAST_CALL)?.from ?? own.at(-1)?.until ?? spawnNs;
  return [
    { name: "spawn", ns: Number(first.from - spawnNs) },
    ...own.map(({ name, from, until }) => ({ name, ns: Number(until - from) })),
    { name: LAST_CALL, ns: Number(readyNs - last) },
  ];
}

/** The entry's own output and exit code; undefined if the mark with the exit code is missing. */
export function resultOf(
  output: string,
  { exitCode }: Exited,
  first: FirstProcess = BY_ARGUMENTS,
): Pick<StartResult, "stdout" | "exitCode"> | undefined {
  if (first.kind === "argv" && first.timesCalls === true) {
    return { stdout: output.replaceAll(CALL_MARK, ""), exitCode };
  }
  if (first.kind !== "console") return { stdout: output, exitCode };
  const mark = EXIT_MARK.exec(output);
  if (mark === null) return undefined;
  return { stdout: output.slice(0, mark.index), exitCode: Number(mark[1]) };
}
