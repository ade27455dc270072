/** Ends an instance that takes too long or is no longer wanted, and makes the error for it. */
import { RunnerError } from "../../bench/errors.ts";
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
    if (this.#reason === "deadline") {
      return new RunnerError(
        "TIMEOUT",
        `${recipe.id}: nothing within ${this.deadlineMs / 1000} s in phase ${phase}; the instance was ended`,
        "see the instance's last words; a busy host may need another try",
        phase,
        tail,
      );
    }
    if (this.#reason === "aborted") {
      return new RunnerError("ABORTED", `${recipe.id}: interrupted`, "run again", phase, tail);
    }
    return new RunnerError(
      "INSTANCE_DIED",
      `${recipe.id}: the instance ended in phase ${phase} with exit code ${exitCode}`,
      "see the instance's last words",
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
