/** A client that works until it is told to stop, where the clients of a run are. */
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { LoadResult, RunningLoad } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { identify, isAlive, killGroup, spawnGroup } from "../host/process.ts";
import { INSTANCE_ENV } from "../launch/launcher.ts";

const STARTS_MS = 30_000;
/** How long it may take to end: it waits for answers that are still due. */
const ENDS_MS = 60_000;
const STDERR_TAIL = 8192;

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
  const child = spawnGroup(
    ["setpriv", "--pdeathsig", "KILL", ...among, ...words],
    ["pipe", "pipe", "pipe"],
    INSTANCE_ENV,
  );
  const leader = child.pid === undefined ? undefined : identify(child.pid);
  const entry = leader && context.enter({ kind: "process-group", leader });
  const out: Buffer[] = [];
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-STDERR_TAIL);
  });
  child.stdin?.on("error", () => {});
  const begun = new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
  const ended = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      stderr += error.message;
      resolve(127);
    });
    child.once("close", (code) => resolve(code ?? 137));
  });
  const remove = async () => {
    if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
    await ended;
    entry?.removed();
  };
  /** Errors: `RunnerError` if it takes too long. An abort's reason. */
  const within = async <T>(work: Promise<T>, deadlineMs: number, during: AbortSignal) => {
    let give: () => void = () => {};
    const given = new Promise<never>((_, reject) => {
      const late = setTimeout(() => reject(lateClient(deadlineMs, stderr)), deadlineMs);
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
    child.stdin?.end();
    const exitCode = await within(ended, ENDS_MS, during);
    entry?.removed();
    const hostNs = Number(process.hrtime.bigint() - fromNs);
    return { stdout: Buffer.concat(out).toString(), stderr, exitCode, hostNs };
  };
  try {
    // One that has ended says by its exit code what was wrong.
    await within(Promise.race([begun, ended]), STARTS_MS, signal);
    return { stop, remove };
  } catch (error) {
    await remove();
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
