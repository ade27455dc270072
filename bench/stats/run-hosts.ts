/**
 * Sorts runs by the machine they were made on. An upgrade of its kernel or packages leaves a machine
 * what it is: such changes are what a history is to show.
 */
import { hashJson } from "../hash.ts";
import { keyOf } from "../messages.ts";
import { hasMadeUp, type RunDigest } from "./run-digest.ts";

export interface RunHost {
  /** The same for the same machine, as long as it has the same hardware. */
  readonly id: string;
  /** Oldest first; never empty. */
  readonly runs: readonly RunDigest[];
  readonly newest: RunDigest;
  /** Its times are made up. */
  readonly madeUp: boolean;
  /**
   * An identity of a boot came back after another: two machines that look the same. Their runs
   * cannot be told apart.
   */
  readonly mixed: boolean;
}

/** Facts that a machine keeps. */
const HARDWARE = ["CPU", "cores", "architecture", "virtualization"] as const;
/** A kernel keeps more or less memory for itself than the one before. */
const SAME_MEMORY = 0.03;

/** Hosts in the order of their newest runs, newest first. */
export function hostsOf(digests: readonly RunDigest[]): readonly RunHost[] {
  const groups: { readonly hardware: string; readonly runs: RunDigest[] }[] = [];
  for (const run of digests.toSorted(byTime)) {
    const hardware = JSON.stringify([HARDWARE.map((name) => factOf(run, name)), hasMadeUp(run)]);
    const known = groups.find(
      (group) => group.hardware === hardware && sameMemory(group.runs[0] as RunDigest, run),
    );
    if (known === undefined) groups.push({ hardware, runs: [run] });
    else known.runs.push(run);
  }
  return groups
    .map(({ hardware, runs }, at): RunHost => {
      // Machines that differ in their memory alone are numbered.
      const like = groups.slice(0, at).filter((group) => group.hardware === hardware).length;
      const newest = runs.at(-1) as RunDigest;
      return {
        id: hashJson([hardware, like]).slice(0, 8),
        runs,
        newest,
        madeUp: hasMadeUp(newest),
        mixed: comesBack(runs),
      };
    })
    .toSorted((a, b) => byTime(b.newest, a.newest));
}

export function byTime(a: RunDigest, b: RunDigest): number {
  return inOrder(a.createdAt, b.createdAt) || inOrder(a.runId, b.runId);
}

/** By code units, which is the same on every machine. */
function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function factOf({ host }: RunDigest, name: string): string {
  return keyOf(host[name] ?? "");
}

function sameMemory(a: RunDigest, b: RunDigest): boolean {
  const [one, other] = [a, b].map((run) => factOf(run, "memory"));
  if (one === other) return true;
  const [x, y] = [one, other].map((text) => Number.parseFloat(text ?? ""));
  const unitOf = (text = "") => text.replace(/^[\d.]+/, "");
  if (x === undefined || y === undefined || unitOf(one) !== unitOf(other)) return false;
  return Math.abs(x - y) <= SAME_MEMORY * Math.max(x, y);
}

function comesBack(runs: readonly RunDigest[]): boolean {
  const boots = runs.map(({ bootId }) => bootId).filter((id, at, all) => id !== all[at - 1]);
  return new Set(boots).size < boots.length;
}
