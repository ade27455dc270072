/**
 * Each target's file supplies a recipe: how to prepare an instance, untimed, and the command that
 * starts it.
 */
import { say } from "../../bench/messages.ts";
import type {
  Facts,
  Image,
  Message,
  Need,
  NeededTool,
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

/** An instance that is ready to be started. All untimed work is done. */
export interface Prepared {
  readonly facts: Facts;
  readonly launcher: Starter;
  /**
   * The paths of the image's tools, of the scratch volume and of the root, as the instance sees
   * them.
   */
  readonly paths: Paths;
  /**
   * The timed command. `entry`: what the instance's first process must run. `interactive`: whether
   * it reads standard input. Called once, untimed.
   */
  launch(entry: readonly string[], interactive: boolean): LaunchCommand;
  /**
   * The work before a warm start, e.g. `docker create`, done before the pause and the timed window.
   * Its duration is reported as `prework`. Throws `RunnerError` if it fails.
   */
  before?(entry: readonly string[], interactive: boolean): Promise<void>;
  /** How the first process learns what to run; by the command's arguments if absent. */
  readonly firstProcess?: FirstProcess;
  /** The end of other output than stderr (a VM's console), for failure reports. */
  consoleTail?(): string;
  /** How clients reach the instance's servers. It is made if `OpenSpec.served` asks for it. */
  readonly network?: Served;
  /**
   * The names of the control groups that the target's tool makes for this instance alone. `mark`: a
   * word of the agent's command.
   */
  cgroups?(mark: string): readonly string[];
  /** Why its CPU time cannot be counted: a part of it, such as a daemon, ran before the run. */
  readonly uncounted?: Message;
  /**
   * Removes all that was made for the instance; timed as the phase `removed`. `clean`: the instance
   * ended by itself, with exit code 0.
   */
  remove(clean: boolean): Promise<void>;
}

export interface Paths {
  tool(name: string): string;
  scratch(path: string): string;
  /** A path on the root filesystem, if the target has a writable one. */
  root(path: string): string;
}

/** Why some targets have no writable root. */
export const READ_ONLY_IMAGE = say("instances.root-is-image");

export const READ_ONLY_DISK = say("instances.root-is-disk");

/** How long an instance may take from spawn to its first byte. */
export interface Deadlines {
  readonly readyMs: number;
}

/** The description of a target, the same for all kinds. */
export interface RecipeIdentity extends Pick<TargetIdentity, "id" | "title" | "adds" | "rung"> {
  /** The id of the target that `adds` refers to; absent for native. */
  readonly below?: string;
  /** Whether it starts from something that `Prepared.before`, or the run, made beforehand. */
  readonly warm?: boolean;
  /** Whether it is measured when no targets are named. */
  readonly main?: boolean;
}

/** Picks the identity out of a larger object. */
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

/** The instance to prepare. */
export interface Order extends OpenSpec {
  /** The account of an instance that stays open; its launcher joins it. */
  readonly account?: Account | undefined;
}

export interface Recipe
  extends RecipeIdentity,
    Pick<TargetIdentity, "kind" | "requires" | "timesCalls" | "pieces" | "keeps"> {
  readonly deadlines: Deadlines;
  /** Why it cannot offer something that some workloads need. */
  readonly lacks?: Readonly<Partial<Record<Need | NeededTool, Message>>>;
  probe(context: RunContext, signal: AbortSignal): Promise<Probe>;
  /**
   * Makes what all instances share and what takes long. It is begun beside the first looks at the
   * targets; `prepare` finds it made, or waits for it, or makes it.
   */
  ahead?(context: RunContext, image: Image, signal: AbortSignal): Promise<void>;
  prepare(context: RunContext, spec: Order, signal: AbortSignal): Promise<Prepared>;
  /** The pids of daemons that work for its instances, by the host's own PID namespace. */
  daemons?(context: RunContext): Promise<readonly number[]>;
  shipped(context: RunContext, image: Image): Promise<readonly ShippedPart[]>;
  /** Only for a target that starts nothing: it replaces all preparation and launching. */
  made?(id: string, handicaps: readonly Handicap[]): MadeUp;
}

/** The functions of a target that needs no machine. */
export type MadeUp = Pick<Target, "probe" | "open" | "start" | "shipped">;
