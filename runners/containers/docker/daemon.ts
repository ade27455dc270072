/**
 * The Docker daemon that a run uses. One that answers is used as it is, and
 * never restarted or reconfigured. Where Docker is installed but not running,
 * and we are root, a private daemon is started for the run and stopped after it.
 * It lives in mount, network and pid namespaces of its own, so that its bridge,
 * firewall rules and mounts vanish with it and the host's stay untouched.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../../bench/errors.ts";
import { makeFolder } from "../../../bench/files.ts";
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
import { type Answer, ask, findEndpoint } from "./endpoint.ts";

export interface Daemon extends Answer {
  /** A process in its network namespace. */
  readonly pid: number;
  readonly ownedBy: "the host" | "this run";
  /** Why it is this one. */
  readonly why: string;
  /** Of our own: whether it runs without what it needs. */
  readonly crippled?: () => boolean;
  readonly stop?: () => Promise<void>;
}

/** Seconds on a quiet host; a nested one that shares its CPUs with others needed more than 30. One that dies is not waited for. */
const START_DEADLINE_MS = 120_000;

export type DaemonState =
  | { readonly state: "running" | "startable"; readonly why: string }
  | { readonly state: "unusable"; readonly reason: string; readonly remedy: string };

/** What there is to work with, without starting anything. */
export async function daemonState(): Promise<DaemonState> {
  const { running, refused } = await findEndpoint();
  if (running !== undefined) {
    return { state: "running", why: `at ${running.host} (${running.by})` };
  }
  if (isRoot() && which("dockerd") !== undefined) {
    return { state: "startable", why: refused ?? "no other answers" };
  }
  if (refused !== undefined) {
    return {
      state: "unusable",
      reason: `no Docker daemon of this host answers: ${refused}`,
      remedy: remedyFor(refused),
    };
  }
  if (which("dockerd") === undefined) {
    return {
      state: "unusable",
      reason: "no Docker daemon answers and dockerd is not installed",
      remedy: "sudo apt-get install --no-install-recommends docker.io",
    };
  }
  return {
    state: "unusable",
    reason: "no Docker daemon answers, and only root may start one",
    remedy: "sudo systemctl start docker; sudo usermod -aG docker $USER, then log in again",
  };
}

/** By what Docker's client and daemon say. */
function remedyFor(said: string): string {
  if (/permission denied/i.test(said)) {
    return "sudo usermod -aG docker $USER, then log in again; or run as root";
  }
  if (/API version|is too (?:old|new)/i.test(said)) {
    return "install a client and a daemon of the same version: one of them is too old for the other";
  }
  return "start one here (sudo systemctl start docker) and unset DOCKER_HOST, or docker context use default";
}

/** Name of the control group below which the private daemon makes those of its containers. */
export function containersGroup(context: RunContext): string {
  return context.cgroupName("docker");
}

const SHARED = "docker-daemon";

/**
 * The daemon of this run, started if need be when first asked for. Of ours, one that has lost its
 * containerd makes way for another: it starts containerd anew by itself, but what ran is lost to it.
 */
export async function daemonOf(context: RunContext): Promise<Daemon> {
  const daemon = await context.shared(SHARED, () => findOrStart(context));
  if (daemon.crippled?.() !== true) return daemon;
  await daemon.stop?.();
  return daemonOf(context);
}

async function findOrStart(context: RunContext): Promise<Daemon> {
  const { running, refused } = await findEndpoint();
  if (running === undefined) return startPrivate(context, refused);
  return { ...running, pid: process.pid, ownedBy: "the host", why: running.by };
}

/**
 * What the host has below /run would draw the private daemon out of its seclusion: a containerd
 * that runs there is used, firewalld is told of the bridge over D-Bus. What it writes to /etc
 * (a key, by old versions) goes to memory, and with it.
 */
const SECLUSION = {
  inMemory: ["/etc"],
  // Not /etc/docker/daemon.json: it was written for the host's own daemon.
  lines: [sh`echo {} >/run/daemon.json`],
};

async function startPrivate(context: RunContext, refused = "no other answers"): Promise<Daemon> {
  const dataRoot = join(context.cache, "docker");
  makeFolder(dataRoot);
  // All but this socket is below its own /run, as Docker has it by default, and goes with it.
  const host = `unix://${join(context.shortFolder, "docker.sock")}`;
  const cgroup = containersGroup(context);
  const child = spawnGroup(
    [
      // Tied to us: if we are killed, so is the daemon, and with it everything in its namespaces.
      "setpriv",
      "--pdeathsig",
      "KILL",
      // All CPUs, for the first as for one that takes the place of a dead one.
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
      // With systemd's driver, Docker's default on cgroup v2, the parent would have to be a slice.
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
      // One that dies takes its instance along, and no more: the next gets a new one.
      void ended.then(() => context.forget(SHARED));
      const pid = child.pid as number;
      const containerd = descendantOf(pid, "containerd");
      const crippled = () => containerd !== undefined && !isAlive(containerd);
      return { ...answer, pid, ownedBy: "this run", why: refused, crippled, stop };
    }
    await sleep(100);
  }
  await stop();
  throw new IsotaxError(
    "DOCKERD_NOT_STARTED",
    `dockerd did not answer within ${START_DEADLINE_MS / 1000} s: ${log.trim()}`,
    "start Docker yourself (systemctl start docker) or leave the target out with --targets",
  );
}

/** The first process of this name among those that a process has started, and they. */
function descendantOf(pid: number, name: string): ProcessIdentity | undefined {
  for (const child of childrenOf(pid)) {
    const isIt = textOf(`/proc/${child}/comm`).trim() === name;
    const found = isIt ? identify(child) : descendantOf(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Any thread may have started one. */
function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      textOf(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
