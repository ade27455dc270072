/**
 * The port: all that a campaign asks of the machine that it measures on. runners/machine.ts
 * is the one that is there, runners/fake/machine.ts one that is not; a test has a machine of its own.
 */

import type { Calibration } from "../schema.ts";
import type { Experiment, Facts, Image, ImageTool, Lack, Target, Warning } from "../types.ts";
import type { Timings } from "./estimate.ts";

/** The machine before a run has begun on it, and after it has ended. */
export interface Host {
  /** Keeps all other runs out until it is closed. `purpose`: for those who find it taken. Errors: `LOCKED`. */
  lock(purpose: string): Promise<{ close(): void }>;
  /** Removes what dead runs have left behind. */
  sweep(): Promise<readonly SweptRun[]>;
  /** CPUs that this process may use. */
  allowedCpus(): readonly number[];
  /** Errors: `TOO_FEW_CPUS`. */
  divideCpus(count: number): CpuDivision;
  /** Moves this process to these CPUs. */
  moveHarness(cpus: readonly number[]): Promise<void>;
  /** Another one after each reboot. */
  bootId(): string;
  readonly packages: Packages;
  /** Begins a run. What it makes is gone when the machine is closed. */
  begin(runId: string): Machine;
}

/** The machine while a run is under way. */
export interface Machine {
  /** Builds the root filesystem, or takes it from the cache. */
  image(): Promise<PreparedImage>;
  /** The targets of these ids, from the lowest rung to the highest. */
  targets(ids: readonly string[]): Promise<readonly Target[]>;
  /** What the harness itself costs on these CPUs. Absent where nothing is measured. */
  calibrate?(cpus: readonly number[]): Promise<Calibration>;
  /** How long it is watched before a round, for whether it is busy; a default without. 0: never. */
  readonly busyLookMs?: number;
  /** Where it is kept how long cells took. */
  readonly timings: TimingStore;
  /** What the host is. */
  facts(): Promise<Facts>;
  versionOf(tool: ImageTool): Promise<string>;
  /** Why a workload cannot run here; undefined if it can. */
  lackOf(workload: Experiment, image: Image): Lack | undefined;
  /** Those of these tools that have to be unpacked into the cache. */
  toUnpack(tools: readonly string[]): readonly string[];
  unpack(tool: string): Promise<void>;
  /** The disk that virtual machines share, with this much room to write in. */
  makeVmDisk(image: Image, roomMiB: number): Promise<void>;
  /** Ends all processes of the run at once; waits for nothing. */
  killNow(): void;
  /** Ends and removes all that is left. Returns what could not be removed. */
  close(): Promise<readonly string[]>;
}

export interface TimingStore {
  read(): Timings;
  save(timings: Timings): void;
}

export interface Packages {
  /** Whether the user lets packages be installed and servers be downloaded. */
  readonly mayFetch: boolean;
  /** Packages without which some of this cannot run. */
  missing(needs: PackageNeeds): Promise<readonly PackageNeed[]>;
  ability(): Promise<{ readonly can: true } | { readonly can: false; readonly reason: string }>;
  /** Returns the names of those that could not be installed. */
  install(names: readonly string[], onLine: (line: string) => void): Promise<readonly string[]>;
}

export interface PackageNeeds {
  /** Ids of targets. */
  readonly targets: readonly string[];
  readonly workloads: readonly Experiment[];
  /** Tools beside those of targets and workloads. */
  readonly extraTools: readonly string[];
}

export interface PackageNeed {
  readonly package: string;
  readonly why: string;
}

export interface PreparedImage {
  readonly image: Image;
  /** Why it was built; false if it came from the cache. */
  readonly built: false | "absent" | "damaged";
}

/** Which CPUs the targets get, and which the harness. */
export interface CpuDivision {
  readonly target: readonly number[];
  readonly harness: readonly number[];
  readonly facts: Facts;
  readonly warnings: readonly Warning[];
}

export interface SweptRun {
  readonly runId: string;
  readonly removed: readonly string[];
  readonly problems: readonly string[];
  /** What was not obeyed. */
  readonly doubts: readonly {
    readonly file: string;
    readonly reason: string;
    readonly remedy: string;
  }[];
}
