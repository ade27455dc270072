/** What a run asks of the machine that it is measured on. */
import type { Timings } from "../bench/estimate.ts";
import type { Run } from "../bench/schema.ts";
import type { Facts, Image, ImageTool, Lack, Target, Workload } from "../bench/types.ts";
import type { Interrupts } from "./interrupts.ts";
import type { RunChoice, RunFlags } from "./options.ts";
import type { Progress } from "./progress.ts";

/** What an engine is told, whatever it is to do. */
export type EngineFlags = Pick<RunFlags, "guestKernel" | "install">;

export interface MachineJob {
  readonly choice: RunChoice;
  readonly flags: EngineFlags;
  readonly progress: Progress;
  readonly interrupts: Interrupts;
}

export interface Machine {
  /** Keeps other runs away until it is closed. Errors: `LOCKED`. */
  reserve(out: string): Promise<{ close(): void }>;
  /** Removes what dead runs have left. */
  sweep(progress: Progress): Promise<void>;
  /** Makes it ready for the targets and workloads of a run. */
  open(job: MachineJob): Promise<OpenMachine>;
  /** Moves the harness to these CPUs. */
  pin(cpus: readonly number[]): Promise<void>;
}

/** A machine that is ready to be measured on. Closing it leaves it as it was. */
export interface OpenMachine {
  readonly image: Image;
  readonly targets: readonly Target[];
  /** How long it is watched before a round, for whether it is busy; a default without. */
  readonly busyLookMs?: number;
  /** How long cells have taken on it. */
  readonly timings: { read(): Timings; save(timings: Timings): void };
  facts(): Promise<Facts>;
  /** The version that a tool of the image claims for itself. */
  version(tool: ImageTool): Promise<string>;
  /** Why a workload cannot be measured on any target. */
  problem(workload: Workload): Lack | undefined;
  /** What the harness itself costs. Absent where nothing is measured. */
  calibrate?(cpus: readonly number[]): Promise<NonNullable<Run["calibration"]["start"]>>;
  /** Returns what could not be removed. */
  close(): Promise<readonly string[]>;
}
