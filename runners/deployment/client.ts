/** A client that works until it is told to stop, where the clients of a run are. */
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { LoadResult, RunningLoad } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { startService } from "../launch/service.ts";

const STARTS_MS = 30_000;
/** How long it may take to end: it waits for answers that are still due. */
const ENDS_MS = 60_000;
/** As shells say it of a command that a signal has ended: 128 + SIGKILL. */
const KILLED = 137;

/** A client that has begun, and its removal, which ends it at once. */
export interface Client extends RunningLoad {
  remove(): Promise<void>;
}

/**
 * Starts a client, and waits until it has printed something. `among`: the words that run it where
 * the clients are. Errors: `RunnerError`.
 */
export async function startClient(
  context: RunContext,
  among: readonly string[],
  words: readonly string[],
  signal: AbortSignal,
): Promise<Client> {
  const fromNs = process.hrtime.bigint();
  const client = startService(context, [...among, ...words], { stdin: "pipe", stdout: "pipe" });
  const out: Buffer[] = [];
  client.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  const begun = new Promise<void>((resolve) => client.stdout?.once("data", () => resolve()));
  /** Errors: `RunnerError` if it takes too long. An abort's reason. */
  const within = async <T>(work: Promise<T>, deadlineMs: number, during: AbortSignal) => {
    let give: () => void = () => {};
    const given = new Promise<never>((_, reject) => {
      const late = setTimeout(() => reject(lateClient(deadlineMs, client.log())), deadlineMs);
      const aborted = () => reject(during.reason);
      during.addEventListener("abort", aborted, { once: true });
      if (during.aborted) aborted();
      give = () => {
        clearTimeout(late);
        during.removeEventListener("abort", aborted);
      };
    });
    return Promise.race([work, given]).finally(give);
  };
  const stop = async (during: AbortSignal): Promise<LoadResult> => {
    client.stdin?.end();
    await within(client.ended, ENDS_MS, during);
    const hostNs = Number(process.hrtime.bigint() - fromNs);
    await client.stop();
    const ending = client.ending();
    const exitCode = typeof ending === "number" ? ending : KILLED;
    return { stdout: Buffer.concat(out).toString(), stderr: client.log(), exitCode, hostNs };
  };
  try {
    // One that has ended says by its exit code what was wrong.
    await within(Promise.race([begun, client.ended]), STARTS_MS, signal);
    return { stop, remove: () => client.stop() };
  } catch (error) {
    await client.stop();
    throw error;
  }
}

function lateClient(deadlineMs: number, stderr: string): RunnerError {
  return new RunnerError(
    "TIMEOUT",
    say("deployment.client-deadline", { deadlineMs }),
    say("instances.busy-host"),
    "load",
    stderr,
  );
}
