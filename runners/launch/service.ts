/**
 * Processes of ours that work until they are stopped: servers, daemons, and clients that ask without
 * a pause. They die with us.
 */
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunContext } from "../context.ts";
import { identify, isAlive, killGroup, type ProcessIdentity, spawnGroup } from "../host/process.ts";
import { INSTANCE_ENV } from "./launcher.ts";

export interface Service {
  /** Undefined if it could not be started. */
  readonly leader: ProcessIdentity | undefined;
  /** Null unless they were asked for. */
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  /** Resolves when it has ended and all its output has come. */
  readonly ended: Promise<void>;
  /** The end of what it wrote to standard error. */
  log(): string;
  /** Its exit code, or the signal that ended it; undefined while it runs. */
  ending(): number | NodeJS.Signals | undefined;
  /**
   * Asks until there is an answer. Undefined if the service has ended, or the deadline is over. No
   * answer is asked for without a service.
   */
  until<T>(
    answer: () => T | undefined | Promise<T | undefined>,
    times: { readonly deadlineMs: number; readonly everyMs: number },
  ): Promise<T | undefined>;
  stop(): Promise<void>;
}

const LOG_TAIL = 8192;

export interface ServiceStreams {
  readonly stdin?: "pipe" | "ignore";
  readonly stdout?: "pipe" | "ignore";
}

/** Starts it, and enters it into the ledger. Whoever starts it stops it. */
export function startService(
  context: RunContext,
  argv: readonly string[],
  { stdin = "ignore", stdout = "ignore" }: ServiceStreams = {},
): Service {
  const dying = ["setpriv", "--pdeathsig", "KILL"];
  const child = spawnGroup([...dying, ...argv], [stdin, stdout, "pipe"], INSTANCE_ENV);
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-LOG_TAIL);
  });
  // It may end before it has read everything.
  child.stdin?.on("error", () => {});
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", () => {});
  const leader = child.pid === undefined ? undefined : identify(child.pid);
  const entry = leader && context.enter({ kind: "process-group", leader });
  const runs = () => leader !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    leader,
    stdin: child.stdin,
    stdout: child.stdout,
    ended,
    log: () => log.trim(),
    ending: () => child.signalCode ?? child.exitCode ?? undefined,
    until: async (answer, { deadlineMs, everyMs }) => {
      const deadline = Date.now() + deadlineMs;
      while (runs() && Date.now() < deadline) {
        const found = await answer();
        if (found !== undefined) return found;
        await sleep(everyMs);
      }
      return undefined;
    },
    stop: async () => {
      if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
      await ended;
      entry?.removed();
    },
  };
}
