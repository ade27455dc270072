/** How an instance's first process is told what to run, and how it reports. */

import { oneLine, sh } from "../host/shell.ts";
import type { Exited } from "../launch/launcher.ts";

export type FirstProcess =
  /**
   * The entry stands in the command's own words, and the command returns the entry's exit code.
   * `marksInit`: an init of ours runs before the entry, and prints a mark.
   */
  | { readonly kind: "argv"; readonly marksInit: boolean }
  /** It was started beforehand, and waits for a line of input before it becomes the entry. */
  | { readonly kind: "paused" }
  /**
   * A guest's init reads the entry, one line, from its channel, and prints the entry's exit code in
   * a mark: no tool could return it.
   * - `reads-ahead`: the line lies in the channel when the guest is started; the init prints a mark
   *   when it begins.
   * - `marks-first`: the same, but what arrives before that mark is lost, as on a serial line.
   * - `has-run`: the init began before this start, and printed its mark then.
   */
  | { readonly kind: "console"; readonly init: "reads-ahead" | "marks-first" | "has-run" };

const BY_ARGUMENTS: FirstProcess = { kind: "argv", marksInit: false };

/**
 * Line that an instance's own init prints before the workload's first byte; a guest adds
 * the seconds that its kernel has been up.
 */
export const INIT_MARK = /^@isotax init(?: ([\d.]+))?\n/;
/** Line that an init prints after the entry has ended, with its exit code. */
const EXIT_MARK = /\n@isotax exit (\d+)\n/;

/** What the instance's standard input is given for an entry, and when. */
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

/** Whether its init prints a mark after the spawn. */
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

/** The entry's own output and exit code; undefined where a mark should tell it and is missing. */
export function resultOf(
  output: string,
  { exitCode }: Exited,
  first: FirstProcess = BY_ARGUMENTS,
): { readonly stdout: string; readonly exitCode: number } | undefined {
  if (first.kind !== "console") return { stdout: output, exitCode };
  const mark = EXIT_MARK.exec(output);
  if (mark === null) return undefined;
  return { stdout: output.slice(0, mark.index), exitCode: Number(mark[1]) };
}
