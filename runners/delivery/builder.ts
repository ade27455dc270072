/** What builds images for a target. Each file of builders/ exports one as `builder`. */
import type { BuildWay, Image, Lack } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { RunOptions } from "../host/process.ts";
import type { Listing } from "./listing.ts";

export interface Builder {
  /** Equals the file's name. */
  readonly id: string;
  /** The id of the target that starts what it builds. No other builder has the same. */
  readonly target: string;
  readonly ways: readonly BuildWay[];
  /** Why it cannot work here. Only looked at: nothing is started. */
  probe(): Lack | undefined;
  /** Makes what the builds of a workshop share, such as a store. */
  open(around: Around): Promise<OpenBuilder>;
}

export interface Around {
  readonly context: RunContext;
  readonly image: Image;
  /** A folder of the workshop's own, below the cache folder. It is removed with the workshop. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface OpenBuilder {
  /** Prepares a build, untimed. */
  build(order: Build): Promise<Building>;
  close(): Promise<void>;
}

export interface Build {
  /** A folder with a Dockerfile, and a tree in `rootfs`. */
  readonly source: string;
  /** An empty folder for what is built. */
  readonly out: string;
  readonly way: BuildWay;
  readonly fresh: boolean;
}

export interface Building {
  /** The timed command. */
  readonly argv: readonly string[];
  readonly options: Pick<RunOptions, "env" | "onlyEnv">;
  /** What the command has made, untimed. */
  made(): Promise<Made>;
}

export interface Made {
  /** sha256, as the builder identifies it. */
  readonly digest: string;
  /** What would be sent to another host. */
  readonly parts: readonly Part[];
  list(): Promise<Listing>;
}

export interface Part {
  readonly file: string;
  /** sha256 of its content: parts that are the same have the same. */
  readonly digest: string;
  /** Compressed. */
  readonly bytes: number;
}
