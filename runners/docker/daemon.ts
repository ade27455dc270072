/**
 * The Docker daemon that a run uses. One that answers is used as it is, and
 * never restarted or reconfigured. Where Docker is installed but not running,
 * and we are root, a private daemon is started for the run and stopped after it.
 * It lives in mount, network and pid namespaces of its own, so that its bridge,
 * firewall rules and mounts vanish with it and the host's stay untouched.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../bench/errors.ts";
import type { RunContext } from "../context.ts";
import { removeCgroup } from "../host/cgroups.ts";
import { accounted, INSTANCE_ENV } from "../host/launcher.ts";
import { detachMounts } from "../host/mounts.ts";
import { isRoot } from "../host/paths.ts";
import { identify, isAlive, killGroup, spawnGroup, which } from "../host/process.ts";
import { secluded, secludedPath } from "../host/seclusion.ts";
import { sh } from "../host/shell.ts";
import { type Answer, ask, findEndpoint } from "./endpoint.ts";

export interface Daemon extends Answer {
  /** A process in its network namespace. */
  readonly pid: number;
  readonly ownedBy: "the host" | "this run";
}

const START_DEADLINE_MS = 30_000;

export type DaemonState =
  | { readonly state: "running" | "startable" }
  | { readonly state: "unusable"; readonly reason: string; readonly remedy: string };

/** What there is to work with, without starting anything. */
export async function daemonState(): Promise<DaemonState> {
  const { running, refused } = await findEndpoint();
  if (running !== undefined) return { state: "running" };
  if (isRoot() && which("dockerd") !== undefined) return { state: "startable" };
  if (refused !== undefined) {
    return {
      state: "unusable",
      reason: `no Docker daemon of this host answers: ${refused}`,
      remedy:
        "start one here (sudo systemctl start docker) and unset DOCKER_HOST, or docker context use default",
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

const SHARED = "docker-daemon";

/** The daemon of this run, started if need be when first asked for. */
export function daemonOf(context: RunContext): Promise<Daemon> {
  return context.shared(SHARED, async () => {
    const { running } = await findEndpoint();
    return running === undefined
      ? startPrivate(context)
      : { ...running, pid: process.pid, ownedBy: "the host" };
  });
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

async function startPrivate(context: RunContext): Promise<Daemon> {
  const dataRoot = join(context.cache, "docker");
  mkdirSync(dataRoot, { recursive: true });
  // All but this socket is below its own /run, as Docker has it by default, and goes with it.
  const host = `unix://${join(context.shortFolder, "docker.sock")}`;
  const cgroup = context.cgroupName("docker");
  const child = spawnGroup(
    [
      // Tied to us: if we are killed, so is the daemon, and with it everything in its namespaces.
      ...["setpriv", "--pdeathsig", "KILL"],
      // All CPUs, for the first as for one that takes the place of a dead one.
      ...["taskset", "--cpu-list", context.cpus.join(",")],
      ...accounted(context),
      ...["unshare", "--mount", "--net", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"],
      ...secluded(context, SECLUSION),
      ...["dockerd", "--data-root", secludedPath(context, dataRoot), "--host", host],
      ...["--exec-root", "/run/docker", "--pidfile", "/run/docker.pid"],
      ...["--config-file", "/run/daemon.json"],
      ...["--cgroup-parent", `/${cgroup}`],
      // With systemd's driver, Docker's default on cgroup v2, the parent would have to be a slice.
      ...["--exec-opt", "native.cgroupdriver=cgroupfs", "--log-level", "error"],
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
  const stop = async () => {
    if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
    await ended;
    entry?.removed();
    await removeCgroup(cgroup);
    await detachMounts(dataRoot);
  };
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const running = await ask(host);
    if (running !== undefined) {
      context.onClose(stop);
      // One that dies takes its instance along, and no more: the next gets a new one.
      void ended.then(() => context.forget(SHARED));
      return { ...running, pid: child.pid as number, ownedBy: "this run" };
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
