/**
 * Namespaces that a run holds. They live as long as our process in them, and that process dies with
 * us.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { IsotaxError } from "../../bench/errors.ts";
import type { RunContext } from "../context.ts";
import { identify, isAlive, killGroup, type ProcessIdentity, spawnGroup } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import { accounted, INSTANCE_ENV } from "../launch/launcher.ts";

export interface Holder {
  /** The pid of the process in the namespaces; with a pid namespace, its first process. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Held {
  /** unshare(1) with its options. */
  readonly unshare: readonly string[];
  /** Words that run in the namespaces: they print "ready" and end in `exec "$@"`. */
  readonly enter: readonly string[];
  /** Whether unshare forks: then the holder is its child. */
  readonly forks: boolean;
  /**
   * Whether its use counts as a cost of the run, like a daemon's. False if it only acts as a host.
   */
  readonly counted: boolean;
  readonly failure: (complaints: string) => IsotaxError;
  readonly onEnd?: () => void;
}

/**
 * The words that make namespaces of mounts, network and processes: like a host of its own, but for
 * its kernel. `more`: options for others.
 */
export function hostLike(...more: readonly string[]): readonly string[] {
  const ends = ["--fork", "--kill-child=KILL"];
  return ["unshare", ...more, "--mount", "--net", "--pid", "--mount-proc", ...ends];
}

/**
 * The words before a command that would be process 1, which inherits the orphans. A shell waits for
 * them in its place. It ends as the command does.
 */
export const REAPING: readonly string[] = ["sh", "-c", sh`"$@"; exit`.toString(), "sh"];

/** The words before a command that run it in such namespaces, which this process is in. */
export function enteringHostLike(pid: number, ...more: readonly string[]): readonly string[] {
  return ["nsenter", "--target", String(pid), ...more, "--mount", "--net", "--pid"];
}

const START_DEADLINE_MS = 10_000;
const ENDING_MS = 5;

/** Makes the namespaces. They end with `stop`, or at the end of the run. */
export async function holdNamespaces(context: RunContext, held: Held): Promise<Holder> {
  const child = spawnGroup(
    [
      "setpriv",
      "--pdeathsig",
      "KILL",
      "taskset",
      "--cpu-list",
      context.cpus.join(","),
      ...(held.counted ? accounted(context) : []),
      ...held.unshare,
      ...held.enter,
      // Process 1 inherits the orphans. It ignores SIGCHLD, so it need not wait for them.
      "env",
      "--ignore-signal=CHLD",
      "cat",
    ],
    ["pipe", "pipe", "pipe"],
    INSTANCE_ENV,
    "/",
  );
  let ready = false;
  let complaints = "";
  child.stdout?.once("data", () => {
    ready = true;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4096);
  });
  child.stdin?.on("error", () => {});
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
  const leader = child.pid === undefined ? undefined : identify(child.pid);
  const entry = leader && context.enter({ kind: "process-group", leader });
  let first: ProcessIdentity | undefined;
  const stop = async () => {
    if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
    await ended;
    // The first process of a pid namespace ends last. Until then others in it may still write.
    while (first !== undefined && isAlive(first)) await sleep(ENDING_MS);
    for (const stream of child.stdio) stream?.destroy();
    entry?.removed();
  };
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const pid = ready ? holderOf(child.pid as number, held.forks) : undefined;
    if (pid !== undefined) {
      first = identify(pid);
      context.onClose(stop);
      if (held.onEnd !== undefined) void ended.then(held.onEnd);
      return { pid, stop };
    }
    await sleep(5);
  }
  await stop();
  throw held.failure(complaints.trim());
}

/** The first process in a new pid namespace, by its pid outside. */
function holderOf(pid: number, forks: boolean): number | undefined {
  if (!forks) return pid;
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? undefined : Number(text.split(" ")[0]);
}
