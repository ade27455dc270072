/** The end of a client that loads services. */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import type { LoadResult } from "../types.ts";

/** Errors: `RunnerError` with its last words, unless it ended by itself with 0. */
export function requireLoaded({ exitCode, stdout, stderr }: LoadResult): void {
  if (exitCode === 0) return;
  throw new RunnerError(
    "LOAD_FAILED",
    say("deployment.load-failed", { exitCode }),
    say("workloads.see-below"),
    "load",
    [stdout.slice(-1024), stderr.slice(-2048)].join("\n").trim(),
  );
}
