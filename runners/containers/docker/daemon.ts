/**
 * The Docker daemon that a run uses. A daemon that answers is used as it is, and is never restarted
 * or reconfigured. If Docker is installed but not running, and we are root, the run starts a
 * private daemon and stops it afterwards.
 */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../../bench/files.ts";
import { say } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { which } from "../../host/process.ts";
import { textOf } from "../../kernel/usage.ts";
import { installCommand } from "../../tools/requirements.ts";
import { type Answer, findEndpoint } from "./endpoint.ts";
import { startDaemon } from "./private-daemon.ts";

export interface Daemon extends Answer {
  /** The pid of a process in its network namespace. */
  readonly pid: number;
  readonly ownedBy: "the host" | "this run";
  /** Why this daemon is used: what named the host's, or why the host's is not used. */
  readonly why: Message;
  /** Its own processes. */
  readonly services: readonly { readonly pid: number }[];
  /** Whether our own daemon runs without its containerd. */
  readonly crippled?: () => boolean;
  readonly stop?: () => Promise<void>;
}

export type DaemonState =
  /** `daemon`: which one it is. */
  | { readonly state: "running" | "startable"; readonly daemon: Message }
  | { readonly state: "unusable"; readonly reason: Message; readonly remedy: Message };

/** Finds out which daemon can be used, without starting one. */
export async function daemonState(): Promise<DaemonState> {
  const { running, refused } = await findEndpoint();
  if (running !== undefined) {
    const { host, by } = running;
    return { state: "running", daemon: say("engines-docker.running", { host, by }) };
  }
  if (isRoot() && which("dockerd") !== undefined) {
    const why = refused?.reason ?? NO_OTHER;
    return { state: "startable", daemon: say("engines-docker.startable", { why }) };
  }
  if (refused !== undefined) {
    return {
      state: "unusable",
      reason: say("engines-docker.none-answers", { refused: refused.reason }),
      remedy: refused.remedy,
    };
  }
  if (which("dockerd") === undefined) {
    return {
      state: "unusable",
      reason: say("engines-docker.not-installed"),
      remedy: installCommand(["dockerd"]),
    };
  }
  return {
    state: "unusable",
    reason: say("engines-docker.only-root"),
    remedy: say("engines-docker.start-and-join"),
  };
}

/** Why the run starts a daemon on a host where no other was found. */
const NO_OTHER = say("engines-docker.no-other-daemon");

/** The name of the control group in which the private daemon makes its containers' groups. */
export function containersGroup(context: RunContext): string {
  return context.cgroupName("docker");
}

const SHARED = "docker-daemon";

/**
 * The daemon of this run, started if needed when it is first asked for. If our own daemon has lost
 * its containerd, it is replaced: it would start containerd again by itself, but would have lost
 * its containers.
 */
export async function daemonOf(context: RunContext): Promise<Daemon> {
  const daemon = await context.shared(SHARED, () => findOrStart(context));
  if (daemon.crippled?.() !== true) return daemon;
  await daemon.stop?.();
  return daemonOf(context);
}

async function findOrStart(context: RunContext): Promise<Daemon> {
  const { running, refused } = await findEndpoint();
  if (running === undefined) return startPrivate(context, refused?.reason);
  const { by: why } = running;
  return { ...running, pid: process.pid, ownedBy: "the host", why, services: hostServices() };
}

/** The API does not tell the daemon's pid. */
function hostServices(): Daemon["services"] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => ["dockerd", "containerd"].includes(textOf(`/proc/${pid}/comm`).trimEnd()))
    .map((pid) => ({ pid: Number(pid) }));
}

async function startPrivate(context: RunContext, why = NO_OTHER): Promise<Daemon> {
  const dataRoot = join(context.cache, "docker");
  makeFolder(dataRoot);
  // A run that was killed may have left a swarm, whose services would start again.
  rmSync(join(dataRoot, "swarm"), { recursive: true, force: true });
  const daemon = await startDaemon(context, {
    dataRoot,
    socket: join(context.shortFolder, "docker.sock"),
    cgroup: containersGroup(context),
    // It gets all CPUs, also when it replaces a dead daemon.
    cpus: context.cpus,
    join: context.servicing,
  });
  // If the daemon dies, only its current instance fails: the next one gets a new daemon.
  void daemon.ended.then(() => context.forget(SHARED));
  return { ...daemon, ownedBy: "this run", why };
}
