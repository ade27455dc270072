/**
 * The Docker daemon that a run uses. A daemon that answers is used as it is, and is never restarted
 * or reconfigured. If Docker is installed but not running, and we are root, the run starts a
 * private daemon and stops it afterwards. The private daemon has its own mount, network and pid
 * namespaces. Its bridge, firewall rules and mounts vanish with them, and the host's stay as they
 * are.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../../bench/errors.ts";
import { makeFolder } from "../../../bench/files.ts";
import { say } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import {
  identify,
  isAlive,
  killGroup,
  type ProcessIdentity,
  spawnGroup,
  which,
} from "../../host/process.ts";
import { sh } from "../../host/shell.ts";
import { removeCgroup } from "../../kernel/cgroups.ts";
import { detachMounts } from "../../kernel/mounts.ts";
import { secluded, secludedPath } from "../../kernel/seclusion.ts";
import { accounted, INSTANCE_ENV } from "../../launch/launcher.ts";
import { installCommand } from "../../tools/requirements.ts";
import { type Answer, ask, findEndpoint } from "./endpoint.ts";

export interface Daemon extends Answer {
  /** The pid of a process in its network namespace. */
  readonly pid: number;
  readonly ownedBy: "the host" | "this run";
  /** Why this daemon is used: what named the host's, or why the host's is not used. */
  readonly why: Message;
  /** Whether our own daemon runs without its containerd. */
  readonly crippled?: () => boolean;
  readonly stop?: () => Promise<void>;
}

/**
 * A start takes seconds on a quiet host. On a nested host that shared its CPUs it took more than 30
 * s. If the daemon exits, the wait ends at once.
 */
const START_DEADLINE_MS = 120_000;

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
  return { ...running, pid: process.pid, ownedBy: "the host", why: running.by };
}

/**
 * Services of the host below /run would break the seclusion of the private daemon: it would use a
 * containerd that runs there, and would tell firewalld about its bridge over D-Bus. Writes to /etc
 * (old versions write a key) go to memory, and vanish with it.
 */
const SECLUSION = {
  inMemory: ["/etc"],
  // /etc/docker/daemon.json is not used: it was written for the host's own daemon.
  lines: [sh`echo {} >/run/daemon.json`],
};

async function startPrivate(context: RunContext, why = NO_OTHER): Promise<Daemon> {
  const dataRoot = join(context.cache, "docker");
  makeFolder(dataRoot);
  // A run that was killed may have left a swarm, whose services would start again.
  rmSync(join(dataRoot, "swarm"), { recursive: true, force: true });
  // Everything but this socket is below the daemon's own /run, Docker's default place, and vanishes
  // with it.
  const host = `unix://${join(context.shortFolder, "docker.sock")}`;
  const cgroup = containersGroup(context);
  const child = spawnGroup(
    [
      // The daemon dies with us, and everything in its namespaces dies with the daemon.
      "setpriv",
      "--pdeathsig",
      "KILL",
      // It gets all CPUs, also when it replaces a dead daemon.
      "taskset",
      "--cpu-list",
      context.cpus.join(","),
      ...accounted(context),
      "unshare",
      "--mount",
      "--net",
      "--pid",
      "--mount-proc",
      "--fork",
      "--kill-child=KILL",
      ...secluded(context, SECLUSION),
      "dockerd",
      "--data-root",
      secludedPath(context, dataRoot),
      "--host",
      host,
      "--exec-root",
      "/run/docker",
      "--pidfile",
      "/run/docker.pid",
      "--config-file",
      "/run/daemon.json",
      "--cgroup-parent",
      `/${cgroup}`,
      // With the systemd driver, Docker's default on cgroup v2, the parent must be a slice.
      "--exec-opt",
      "native.cgroupdriver=cgroupfs",
      "--log-level",
      "error",
    ],
    ["ignore", "ignore", "pipe"],
    INSTANCE_ENV,
  );
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4096);
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", () => {});
  const leader = child.pid === undefined ? undefined : identify(child.pid);
  const entry = leader && context.enter({ kind: "process-group", leader });
  const end = async () => {
    if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
    await ended;
    entry?.removed();
    await removeCgroup(cgroup);
    await detachMounts(dataRoot);
  };
  let ending: Promise<void> | undefined;
  const stop = () => {
    ending ??= end();
    return ending;
  };
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const { answer } = await ask(host);
    if (answer !== undefined) {
      context.onClose(stop);
      // If the daemon dies, only its current instance fails: the next one gets a new daemon.
      void ended.then(() => context.forget(SHARED));
      const pid = child.pid as number;
      const containerd = descendantOf(pid, "containerd");
      const crippled = () => containerd !== undefined && !isAlive(containerd);
      return { ...answer, pid, ownedBy: "this run", why, crippled, stop };
    }
    await sleep(100);
  }
  await stop();
  throw new IsotaxError(
    "DOCKERD_NOT_STARTED",
    say("engines-docker.not-started", { deadlineMs: START_DEADLINE_MS, log: log.trim() }),
    say("engines-docker.start-yourself"),
  );
}

/** Finds the first process of this name among a process's descendants. */
function descendantOf(pid: number, name: string): ProcessIdentity | undefined {
  for (const child of childrenOf(pid)) {
    const isIt = contentOf(`/proc/${child}/comm`).trim() === name;
    const found = isIt ? identify(child) : descendantOf(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Each thread has its own list of the children that it started. */
function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      contentOf(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
