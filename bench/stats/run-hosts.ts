/**
 * Sorts runs by the machine they were made on. An upgrade of its kernel or packages leaves a machine
 * what it is: such changes are what a history is to show.
 */
import { hashJson } from "../hash.ts";
import { type Code, isMessage, keyOf } from "../messages.ts";
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

/** Facts that a machine keeps. One that a run does not know tells no hosts apart. */
const HARDWARE = ["CPU", "cores", "architecture", "virtualization"] as const;
const UNKNOWN: ReadonlySet<string> = new Set<Code>([
  "host.no-detect-virt",
  "host.detect-virt-silent",
  "host-facts.unknown",
]);
/** A kernel keeps more or less memory for itself than the one before. */
const SAME_MEMORY = 0.03;

/** Hosts in the order of their newest runs, newest first. */
export function hostsOf(digests: readonly RunDigest[]): readonly RunHost[] {
  const groups = grouped(digests);
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

interface Group {
  /** All that its first run knows of the machine, as text. */
  readonly hardware: string;
  readonly runs: RunDigest[];
}

/** Runs that know the whole machine come first: whatever the others lack is told by these. */
function grouped(digests: readonly RunDigest[]): readonly Group[] {
  const groups: Group[] = [];
  for (const run of digests.toSorted((a, b) => lacks(a) - lacks(b) || byTime(a, b))) {
    const group = groupFor(run, groups);
    if (group === undefined) groups.push({ hardware: hardwareOf(run), runs: [run] });
    else group.runs.push(run);
  }
  for (const { runs } of groups) runs.sort(byTime);
  return groups;
}

function hardwareOf(run: RunDigest): string {
  return JSON.stringify([HARDWARE.map((name) => keyOf(run.host[name] ?? "")), hasMadeUp(run)]);
}

function lacks(run: RunDigest): number {
  return [...HARDWARE, "memory"].filter((name) => factOf(run, name) === undefined).length;
}

/**
 * The machine that this run can be of. Where it could be of several, and they are told apart by
 * what it does not know, the boot decides; else it is of none of them.
 */
function groupFor(run: RunDigest, groups: readonly Group[]): Group | undefined {
  const possible = groups.filter((group) => fits(run, group));
  if (lacks(run) === 0 || possible.length <= 1) return possible[0];
  const booted = possible.filter(({ runs }) => runs.some(({ bootId }) => bootId === run.bootId));
  return booted.length === 1 ? booted[0] : undefined;
}

function fits(run: RunDigest, { runs }: Group): boolean {
  const first = runs.find((other) => factOf(other, "memory") !== undefined) ?? run;
  return (
    sameMemory(factOf(first, "memory"), factOf(run, "memory")) &&
    runs.every((other) => hasMadeUp(other) === hasMadeUp(run) && isAlike(other, run))
  );
}

function isAlike(a: RunDigest, b: RunDigest): boolean {
  return HARDWARE.every((name) => {
    const [one, other] = [factOf(a, name), factOf(b, name)];
    return one === undefined || other === undefined || one === other;
  });
}

export function byTime(a: RunDigest, b: RunDigest): number {
  return inOrder(a.createdAt, b.createdAt) || inOrder(a.runId, b.runId);
}

/** By code units, which is the same on every machine. */
function inOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Undefined if the run does not know it. */
function factOf({ host }: RunDigest, name: string): string | undefined {
  const fact = host[name];
  if (fact === undefined || fact === "" || (isMessage(fact) && UNKNOWN.has(fact.code))) {
    return undefined;
  }
  return keyOf(fact);
}

function sameMemory(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  const [x, y] = [Number.parseFloat(one), Number.parseFloat(other)];
  const unitOf = (text: string) => text.replace(/^[\d.]+/, "");
  return unitOf(one) === unitOf(other) && Math.abs(x - y) <= SAME_MEMORY * Math.max(x, y);
}

function comesBack(runs: readonly RunDigest[]): boolean {
  const boots = runs.map(({ bootId }) => bootId).filter((id, at, all) => id !== all[at - 1]);
  return new Set(boots).size < boots.length;
}
