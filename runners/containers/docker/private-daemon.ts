/**
 * A Docker daemon of ours, with its own mount, network and pid namespaces. Its bridge, firewall
 * rules and mounts vanish with them, and the host's stay as they are.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { RunContext } from "../../context.ts";
import { identify, isAlive, type ProcessIdentity } from "../../host/process.ts";
import { type ShellText, sh } from "../../host/shell.ts";
import { removeCgroup } from "../../kernel/cgroups.ts";
import { hostLike, REAPING } from "../../kernel/holder.ts";
import { detachMounts } from "../../kernel/mounts.ts";
import { secluded, secludedPath } from "../../kernel/seclusion.ts";
import { accounted } from "../../launch/launcher.ts";
import { startService } from "../../launch/service.ts";
import { type Answer, ask } from "./endpoint.ts";

export interface DaemonOrder {
  /** An existing folder below the cache folder, for all that it stores. */
  readonly dataRoot: string;
  /** The path of its socket. */
  readonly socket: string;
  /** The name of the control group in which it makes its containers' groups. */
  readonly cgroup: string;
  /** Host CPU numbers that it may use. */
  readonly cpus: readonly number[];
  /** Shell lines that it runs first, so that its use is counted. */
  readonly join: readonly ShellText[];
  /** More options of dockerd. */
  readonly options?: readonly string[];
}

export interface PrivateDaemon extends Answer {
  /** A process in its mount and network namespaces. */
  readonly pid: number;
  /** Its own processes, that is dockerd and containerd. */
  readonly services: readonly ProcessIdentity[];
  readonly ended: Promise<void>;
  /** Whether it runs without its containerd. */
  crippled(): boolean;
  stop(): Promise<void>;
}

/**
 * A start takes seconds on a quiet host. On a nested host that shared its CPUs it took more than 30
 * s. If the daemon exits, the wait ends at once.
 */
const START_DEADLINE_MS = 120_000;

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

/** Starts a daemon, which ends with the run at the latest. Errors: `DOCKERD_NOT_STARTED`. */
export async function startDaemon(context: RunContext, order: DaemonOrder): Promise<PrivateDaemon> {
  const { dataRoot, socket, cgroup } = order;
  // Everything but this socket is below the daemon's own /run, Docker's default place, and vanishes
  // with it.
  const host = `unix://${socket}`;
  // The daemon dies with us, and everything in its namespaces dies with the daemon.
  const service = startService(context, [
    "taskset",
    "--cpu-list",
    order.cpus.join(","),
    ...accounted({ servicing: order.join }),
    ...hostLike(),
    ...secluded(context, SECLUSION),
    // Each container leaves a shim, an orphan. dockerd does not wait for it.
    ...REAPING,
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
    ...(order.options ?? []),
  ]);
  const { leader, ended } = service;
  const end = async () => {
    await service.stop();
    await removeCgroup(cgroup);
    await detachMounts(dataRoot);
    rmSync(socket, { force: true });
  };
  let ending: Promise<void> | undefined;
  const stop = () => {
    ending ??= end();
    return ending;
  };
  const answers = async () => (await ask(host)).answer;
  const answer = await service.until(answers, { deadlineMs: START_DEADLINE_MS, everyMs: 100 });
  if (answer === undefined || leader === undefined) {
    await stop();
    throw new IsotaxError(
      "DOCKERD_NOT_STARTED",
      say("engines-docker.not-started", { deadlineMs: START_DEADLINE_MS, log: service.log() }),
      say("engines-docker.start-yourself"),
    );
  }
  context.onClose(stop);
  const { pid } = leader;
  const containerd = descendantOf(pid, "containerd");
  const services = [descendantOf(pid, "dockerd"), containerd].filter((one) => one !== undefined);
  const crippled = () => containerd !== undefined && !isAlive(containerd);
  return { ...answer, pid, services, ended, crippled, stop };
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
