/** What a target's file supplies: how to prepare an instance, untimed, and the command that starts it. */
import type {
  Facts,
  Image,
  Need,
  OpenSpec,
  Probe,
  ShippedPart,
  Target,
  TargetIdentity,
} from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { Handicap } from "../launch/handicap-name.ts";
import type { LaunchCommand, Starter } from "../launch/launcher.ts";
import type { Served } from "../network/lab.ts";
import type { Account } from "./account.ts";
import type { FirstProcess } from "./first-process.ts";

/** An instance that is ready to be started; everything untimed has been done. */
export interface Prepared {
  readonly facts: Facts;
  readonly launcher: Starter;
  /** Path of the image's tool, and of the scratch volume, as the instance sees them. */
  readonly paths: Paths;
  /**
   * The timed command; `entry` is what the instance's first process must run,
   * `interactive` whether it reads standard input. Called once, untimed.
   */
  launch(entry: readonly string[], interactive: boolean): LaunchCommand;
  /**
   * What a warm start builds on, e.g. `docker create`: done before the pause and the timed
   * window. How long it took is reported, as `prework`. Throws `RunnerError` if it fails.
   */
  before?(entry: readonly string[], interactive: boolean): Promise<void>;
  /** How the first process is told what to run; by the command's arguments without. */
  readonly firstProcess?: FirstProcess;
  /** Where instances speak other than on stderr (a VM's console), for failure reports. */
  consoleTail?(): string;
  /** How clients reach its servers; made if `OpenSpec.served` asks for it. */
  readonly network?: Served;
  /** Names of control groups that its tool makes for it alone. `mark`: a word of the agent's command. */
  cgroups?(mark: string): readonly string[];
  /** Why its CPU time cannot be counted: part of what it is made of was there before the run. */
  readonly uncounted?: string;
  /** Removes every trace; timed as the phase `removed`. `clean`: it ended by itself, with exit code 0. */
  remove(clean: boolean): Promise<void>;
}

export interface Paths {
  tool(name: string): string;
  scratch(path: string): string;
  /** On the root filesystem, where the target does not lack a writable one. */
  root(path: string): string;
}

/** Why nothing can be written to the root of some. */
export const READ_ONLY_IMAGE = "its root is the image itself, shared by all and read-only";

export const READ_ONLY_DISK = "its root is a disk that all instances share, read-only";

/** How long an instance may take from spawn to its first byte. */
export interface Deadlines {
  readonly readyMs: number;
}

/** What a target's file says of it, whatever it is made of. */
export interface RecipeIdentity extends Pick<TargetIdentity, "id" | "title" | "adds" | "rung"> {
  /** Id of the target that `adds` refers to; native's is absent. */
  readonly below?: string;
  /** It starts from what `Prepared.before`, or the run, has made. */
  readonly warm?: boolean;
  /** Measured unless other targets are asked for. */
  readonly main?: boolean;
}

/** The identity alone, of something that is more than that. */
export function identityOf(from: RecipeIdentity): RecipeIdentity {
  const { id, title, adds, rung, below, warm, main } = from;
  return {
    id,
    title,
    adds,
    rung,
    ...(below === undefined ? {} : { below }),
    ...(warm === undefined ? {} : { warm }),
    ...(main === undefined ? {} : { main }),
  };
}

/** What is to be prepared. */
export interface Order extends OpenSpec {
  /** Of an instance that stays open; its launcher joins it. */
  readonly account?: Account | undefined;
}

export interface Recipe extends RecipeIdentity, Pick<TargetIdentity, "kind" | "requires"> {
  readonly deadlines: Deadlines;
  /** Why it cannot offer what some workloads need. */
  readonly lacks?: Readonly<Partial<Record<Need, string>>>;
  probe(context: RunContext, signal: AbortSignal): Promise<Probe>;
  prepare(context: RunContext, spec: Order, signal: AbortSignal): Promise<Prepared>;
  shipped(context: RunContext, image: Image): Promise<readonly ShippedPart[]>;
  /** Of a target that starts nothing: it stands in for all that is prepared and launched. */
  made?(id: string, handicaps: readonly Handicap[]): MadeUp;
}

/** What a target does without a machine. */
export type MadeUp = Pick<Target, "probe" | "open" | "start" | "shipped">;
