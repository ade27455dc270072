/** What a user says about a workload of their own, after it was checked. */
import type { Metric } from "../types.ts";
import type { GivenUnit } from "./units.ts";

/** Words; the first is a program. See `wordOf` for what they may hold. */
export type OwnCommand = readonly string[];

export interface OwnMetric {
  readonly id: string;
  /** The unit that the program prints. */
  readonly unit: GivenUnit;
  readonly better: Metric["better"];
  /** Where the value is in the output. Exactly one of them is there. */
  readonly regex?: string | undefined;
  readonly jsonpath?: string | undefined;
}

/** A file or a folder. Relative paths begin at the folder of the configuration. */
export type OwnFile = string | { readonly from: string; readonly to?: string | undefined };

export interface OwnClient {
  /** The beginning of its metrics' ids. Absent if there is only one client. */
  readonly id?: string | undefined;
  readonly command: OwnCommand;
  readonly metrics?: readonly OwnMetric[] | undefined;
}

/** What both kinds have. */
interface Common {
  readonly id: string;
  readonly title?: string | undefined;
  /** Programs, besides the first word of commands, that run inside. */
  readonly programs?: readonly string[] | undefined;
  readonly files?: readonly OwnFile[] | undefined;
  /** MiB of the writable volume. */
  readonly scratch?: number | undefined;
  /** About how long it takes natively. */
  readonly seconds?: number | undefined;
  /** Runs before, unmeasured. */
  readonly warmup?: OwnCommand | undefined;
}

/** A command that runs inside. */
export interface OwnCommandWorkload extends Common {
  readonly command: OwnCommand;
  readonly metrics?: readonly OwnMetric[] | undefined;
}

/** A server inside, and its clients outside. */
export interface OwnServerWorkload extends Common {
  readonly server: OwnCommand;
  readonly ready?: "http" | "postgresql" | "redis" | "tcp" | undefined;
  readonly clients: readonly OwnClient[];
}

export type OwnWorkload = OwnCommandWorkload | OwnServerWorkload;

/** Metrics that every own workload has, or that go with its method. */
export const OUR_METRICS: readonly string[] = ["time", "first-answer", "host-cpu"];

/**
 * A run folder has this parameter. A workload that is defined in another way is other work: it is
 * neither continued nor compared.
 */
export const DEFINITION = "definition";
