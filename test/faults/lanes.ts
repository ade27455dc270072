/**
 * Lanes in which trials run side by side. Each has CPUs of its own, a cache of its own (two daemons
 * of Docker cannot share their data), and a network namespace, for the machine's lock and Docker's
 * bridge are in one.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";

export interface Lane {
  readonly index: number;
  /** How many lanes there are. */
  readonly of: number;
  readonly cpus: readonly number[];
  /** XDG_CACHE_HOME. Undefined in the first lane, which has the user's own. */
  readonly caches?: string;
}

declare module "vitest" {
  interface ProvidedContext {
    lane: Lane;
  }
}

const MOST_LANES = 2;

/** One where more do not fit: a machine with one CPU, a user who may not make namespaces. */
export function chooseLanes(): readonly Lane[] {
  const cpus = allowedCpus();
  const of = isRoot() ? Math.min(MOST_LANES, cpus.length) : 1;
  const each = Math.floor(cpus.length / of);
  return Array.from({ length: of }, (_, index) => ({
    index,
    of,
    cpus: cpus.slice(index * each, (index + 1) * each),
    ...(index > 0 && { caches: `/var/tmp/isotax-faults-${process.pid}-${index}` }),
  }));
}

/** A lane's network namespace. It is gone when this is closed, or this process ends. */
export class LaneNetwork {
  private constructor(private readonly holder: ChildProcess) {}

  static async open(): Promise<LaneNetwork> {
    // cat(1) ends with its input, which is ours.
    const argv = ["--net", "sh", "-c", "echo made; exec cat"];
    const holder = spawn("unshare", argv, { stdio: ["pipe", "pipe", "inherit"] });
    const [said] = await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
    if (String(said) !== "made\n") throw new Error("unshare(1) made no network namespace");
    return new LaneNetwork(holder);
  }

  /** What stands before a program's argv, so that it runs in this network and on these CPUs. */
  argv(cpus: readonly number[]): readonly string[] {
    const inNetwork = ["nsenter", `--net=/proc/${this.holder.pid}/ns/net`, "--"];
    return ["taskset", "--cpu-list", cpus.join(), ...inNetwork];
  }

  close(): void {
    this.holder.stdin?.end();
  }
}
