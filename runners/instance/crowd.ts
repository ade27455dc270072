/**
 * Starts that begin beside each other. All untimed work is done before the first of them begins, and
 * what they leave is removed after the last one has ended, so that the harness does little meanwhile.
 */
import type {
  BegunStart,
  Command,
  Crowd,
  HostLook,
  LimitUse,
  OpenSpec,
  PreparedStart,
} from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { lookAtHost } from "../kernel/host-look.ts";
import { limitsInUse } from "../kernel/limits.ts";
import { Guard } from "./guard.ts";
import { discard } from "./launch.ts";
import type { Prepared, Recipe } from "./recipe.ts";
import { type ReadyStart, readyStart, resultOfStart, runStart } from "./start.ts";

export class StartCrowd implements Crowd {
  #starts: CrowdStart[] = [];

  constructor(
    private readonly recipe: Recipe,
    private readonly context: RunContext,
    private readonly spec: OpenSpec,
    private readonly signal: AbortSignal,
  ) {}

  async prepare(command: Command, count: number): Promise<readonly PreparedStart[]> {
    await this.#clear((start) => !start.isRunning);
    const made: CrowdStart[] = [];
    while (made.length < count) {
      this.signal.throwIfAborted();
      const prepared = await this.recipe.prepare(this.context, this.spec, this.signal);
      const start = new CrowdStart(this.recipe, prepared, this.signal);
      this.#starts.push(start);
      await start.arm(command);
      made.push(start);
    }
    return made;
  }

  look(): HostLook {
    const { context } = this;
    return lookAtHost({ hostCpu: () => context.hostCpu(), charge: () => context.charge() });
  }

  limits(options?: { readonly all?: boolean }): readonly LimitUse[] {
    return limitsInUse(options);
  }

  waits(): readonly string[] {
    return this.context.waits();
  }

  close(): Promise<void> {
    return this.#clear(() => true);
  }

  /** Removes all that can be removed, and then tells the first failure. */
  async #clear(isDone: (start: CrowdStart) => boolean): Promise<void> {
    const done = this.#starts.filter(isDone);
    this.#starts = this.#starts.filter((start) => !done.includes(start));
    const errors: unknown[] = [];
    for (const start of done) await start.remove().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}

class CrowdStart implements PreparedStart {
  #ready: ReadyStart | undefined;
  #exitCode: number | undefined;
  #running: Promise<unknown> | undefined;

  constructor(
    private readonly recipe: Recipe,
    private readonly prepared: Prepared,
    private readonly signal: AbortSignal,
  ) {}

  get isRunning(): boolean {
    return this.#running !== undefined && this.#exitCode === undefined;
  }

  async arm(command: Command): Promise<void> {
    this.#ready = await readyStart(this.prepared, command);
    await this.prepared.launcher.arm?.(this.#ready.command);
  }

  begin(inFlight: number): Promise<BegunStart> {
    const ready = this.#ready;
    if (ready === undefined || this.#running !== undefined) throw new Error("a start begins once");
    const patienceMs = Math.min(inFlight * this.recipe.deadlines.readyMs, MOST_PATIENCE_MS);
    const begun = this.#begin(ready, patienceMs);
    this.#running = begun.catch(() => {});
    return begun;
  }

  async #begin(ready: ReadyStart, deadlineMs: number): Promise<BegunStart> {
    const guard = new Guard(this.prepared.launcher, deadlineMs, this.signal);
    try {
      const ended = await runStart(this.recipe, this.prepared, ready, guard);
      const { launch, exit, readyNs } = ended;
      const result = resultOfStart(this.prepared, ready, ended);
      if (result === undefined) {
        throw guard.failure(this.recipe, this.prepared, "exited", exit.exitCode);
      }
      this.#exitCode = exit.exitCode;
      const { stdout, exitCode } = result;
      const { spawnNs } = launch;
      const exitedNs = exit.atNs;
      return {
        spawnNs,
        // A busy harness may read the exit first.
        readyNs: readyNs < exitedNs ? readyNs : exitedNs,
        exitedNs,
        stdout,
        exitCode,
      };
    } finally {
      guard.release();
      this.#exitCode ??= FAILED;
    }
  }

  /** Ends it first if it runs. */
  async remove(): Promise<void> {
    if (this.#exitCode !== 0) {
      await discard(this.prepared);
      await this.#running;
      return;
    }
    await this.prepared.launcher.close();
    await this.prepared.remove(true);
  }
}

/** One that hangs holds up all others of its step. */
const MOST_PATIENCE_MS = 600_000;

/** No exit code of a program. */
const FAILED = -1;
