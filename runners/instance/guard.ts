/** Ends an instance that takes too long or is no longer wanted, and makes the error for it. */
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Starter } from "../launch/launcher.ts";
import type { Prepared, Recipe } from "./recipe.ts";

/** Kills the instance when the signal aborts or the deadline passes, and remembers which. */
export class Guard {
  #reason: "deadline" | "aborted" | undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: () => void;

  constructor(
    launcher: Starter,
    readonly deadlineMs: number,
    readonly signal: AbortSignal,
  ) {
    const stop = (reason: "deadline" | "aborted") => {
      this.#reason ??= reason;
      launcher.kill();
    };
    this.#timer = setTimeout(() => stop("deadline"), deadlineMs);
    this.#onAbort = () => stop("aborted");
    signal.addEventListener("abort", this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  /** Whether the instance was ended from outside. */
  get fired(): boolean {
    return this.#reason !== undefined;
  }

  release(): void {
    clearTimeout(this.#timer);
    this.signal.removeEventListener("abort", this.#onAbort);
  }

  /** The error for an instance that ended before it should have. */
  failure(recipe: Recipe, prepared: Prepared, phase: string, exitCode: number): RunnerError {
    const tail = tailOf(prepared);
    const target = recipe.id;
    if (this.#reason === "deadline") {
      return new RunnerError(
        "TIMEOUT",
        say("instances.deadline", { target, deadlineMs: this.deadlineMs, phase }),
        say("instances.busy-host"),
        phase,
        tail,
      );
    }
    if (this.#reason === "aborted") {
      const what = say("instances.interrupted", { target });
      return new RunnerError("ABORTED", what, say("instances.run-again"), phase, tail);
    }
    return new RunnerError(
      "INSTANCE_DIED",
      say("instances.died", { target, phase, exitCode }),
      say("instances.see-last-words"),
      phase,
      tail,
    );
  }
}

export function tailOf(prepared: Prepared): string {
  return [prepared.launcher.stderrTail(), prepared.consoleTail?.() ?? ""]
    .filter((text) => text !== "")
    .join("\n")
    .slice(-8192);
}
