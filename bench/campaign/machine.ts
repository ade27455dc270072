/**
 * The port to the machine that a campaign measures on. runners/machine.ts implements it for the
 * real machine, and runners/fake/machine.ts for one that is made up. Tests have their own machine.
 */

import type { Calibration } from "../schema.ts";
import type {
  Experiment,
  Facts,
  Image,
  ImageTool,
  Lack,
  Message,
  Target,
  Warning,
} from "../types.ts";
import type { Timings } from "./estimate.ts";

/** The machine before a run begins on it, and after the run has ended. */
export interface Host {
  /**
   * Keeps all other runs out until it is closed. `purpose` is shown to those who find it locked.
   * Errors: `LOCKED`.
   */
  lock(purpose: string): Promise<{ close(): void }>;
  /** Removes what dead runs left behind. */
  sweep(): Promise<readonly SweptRun[]>;
  /** CPUs that this process may use. */
  allowedCpus(): readonly number[];
  /** Errors: `TOO_FEW_CPUS`. */
  divideCpus(count: number): CpuDivision;
  /** Moves this process to these CPUs. */
  moveHarness(cpus: readonly number[]): Promise<void>;
  /** Changes with each reboot. */
  bootId(): string;
  readonly packages: Packages;
  /** Begins a run. Everything it makes is gone when the machine is closed. */
  begin(runId: string): Machine;
}

/** The machine while a run is in progress. */
export interface Machine {
  /** Builds the root filesystem for these workloads, or takes it from the cache. */
  image(workloads: readonly Experiment[]): Promise<PreparedImage>;
  /** The targets with these ids, from the lowest rung to the highest. */
  targets(ids: readonly string[]): Promise<readonly Target[]>;
  /** Measures what the harness itself costs on these CPUs. Absent where nothing is measured. */
  calibrate?(cpus: readonly number[]): Promise<Calibration>;
  /** How long the CPUs are watched for other load before a round. A default if absent. 0: never. */
  readonly busyLookMs?: number;
  /** Stores how long cells took. */
  readonly timings: TimingStore;
  /** Facts about the host. */
  facts(): Promise<Facts>;
  versionOf(tool: ImageTool): Promise<string>;
  /** The versions of those of these programs of the host that it has. */
  programVersions(names: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Why a workload cannot run here. Undefined if it can. */
  lackOf(workload: Experiment, image: Image): Lack | undefined;
  /** The tools among these that must be unpacked into the cache. */
  toUnpack(tools: readonly string[]): readonly string[];
  unpack(tool: string): Promise<void>;
  /** Makes the disk that virtual machines share, with this much room to write. */
  makeVmDisk(image: Image, roomMiB: number): Promise<void>;
  /** Ends all processes of the run at once, without waiting. */
  killNow(): void;
  /** Ends and removes everything that is left. Returns what could not be removed. */
  close(): Promise<readonly Message[]>;
}

export interface TimingStore {
  read(): Timings;
  save(timings: Timings): void;
}

export interface Packages {
  /** Whether the user allows packages to be installed and servers to be downloaded. */
  readonly mayFetch: boolean;
  /** Packages that some targets, workloads or tools cannot run without. */
  missing(needs: PackageNeeds): Promise<readonly PackageNeed[]>;
  ability(): Promise<{ readonly can: true } | { readonly can: false; readonly reason: Message }>;
  /** Returns the names of packages that could not be installed. */
  install(names: readonly string[], onLine: (line: string) => void): Promise<readonly string[]>;
}

export interface PackageNeeds {
  /** Ids of targets. */
  readonly targets: readonly string[];
  readonly workloads: readonly Experiment[];
  /** Tools besides those of targets and workloads. */
  readonly extraTools: readonly string[];
}

export interface PackageNeed {
  readonly package: string;
  readonly why: Message;
}

export interface PreparedImage {
  readonly image: Image;
  /** Why it was built. False if it came from the cache. */
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
  readonly removed: readonly Message[];
  readonly problems: readonly Message[];
  /** Ledgers that were not obeyed. */
  readonly doubts: readonly {
    readonly file: string;
    readonly reason: Message;
    readonly remedy: Message;
  }[];
}
