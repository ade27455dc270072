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
import { INSTANCE_ENV } from "../host/launcher.ts";
import { detachMounts } from "../host/mounts.ts";
import { cacheFolder, isRoot } from "../host/paths.ts";
import { identify, killGroup, spawnGroup, tryRun, which } from "../host/process.ts";

export interface Daemon {
  /** Value for DOCKER_HOST; empty for the client's own default. */
  readonly host: string;
  readonly version: string;
  readonly storageDriver: string;
  readonly ownedBy: "the host" | "this run";
  /** Parent of containers' control groups, if it is ours to choose. */
  readonly cgroupParent: string | undefined;
}

const START_DEADLINE_MS = 30_000;

export type DaemonState =
  | { readonly state: "running" | "startable" }
  | { readonly state: "unusable"; readonly reason: string; readonly remedy: string };

/** What there is to work with, without starting anything. */
export async function daemonState(): Promise<DaemonState> {
  if ((await ask(ambientHost())) !== undefined) return { state: "running" };
  if (which("dockerd") === undefined) {
    return {
      state: "unusable",
      reason: "no Docker daemon answers and dockerd is not installed",
      remedy: "sudo apt-get install --no-install-recommends docker.io",
    };
  }
  if (!isRoot()) {
    return {
      state: "unusable",
      reason: "no Docker daemon answers, and only root may start one",
      remedy: "sudo systemctl start docker; sudo usermod -aG docker $USER, then log in again",
    };
  }
  return { state: "startable" };
}

/** The daemon of this run, started if need be when first asked for. */
export function daemonOf(context: RunContext): Promise<Daemon> {
  return context.shared("docker-daemon", async () => {
    const ambient = ambientHost();
    const running = await ask(ambient);
    if (running !== undefined) {
      return { ...running, host: ambient, ownedBy: "the host", cgroupParent: undefined };
    }
    return startPrivate(context);
  });
}

function ambientHost(): string {
  return process.env["DOCKER_HOST"] ?? "";
}

export function dockerEnv(host: string): Record<string, string> {
  return host === "" ? {} : { DOCKER_HOST: host };
}

async function ask(host: string): Promise<{ version: string; storageDriver: string } | undefined> {
  if (which("docker") === undefined) return undefined;
  // An endpoint that hangs is one that does not answer: the run goes on without it.
  const { stdout, exitCode } = await tryRun(
    ["docker", "info", "--format", "{{.ServerVersion}} {{.Driver}}"],
    { env: dockerEnv(host), timeoutMs: 10_000 },
  ).catch(() => ({ stdout: "", exitCode: 1 }));
  const [version, storageDriver] = stdout.trim().split(" ");
  if (exitCode !== 0 || !version || !storageDriver) return undefined;
  return { version, storageDriver };
}

async function startPrivate(context: RunContext): Promise<Daemon> {
  const dataRoot = join(cacheFolder(), "docker");
  const execRoot = join(context.workFolder, "docker");
  mkdirSync(execRoot, { recursive: true });
  mkdirSync(dataRoot, { recursive: true });
  const socket = join(execRoot, "docker.sock");
  const cgroup = context.cgroupName("docker");
  const child = spawnGroup(
    [
      // Tied to us: if we are killed, so is the daemon, and with it everything in its namespaces.
      ...["setpriv", "--pdeathsig", "KILL"],
      ...["unshare", "--mount", "--net", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"],
      ...[
        "dockerd",
        "--data-root",
        dataRoot,
        "--exec-root",
        execRoot,
        "--host",
        `unix://${socket}`,
      ],
      ...["--pidfile", join(execRoot, "docker.pid"), "--cgroup-parent", `/${cgroup}`],
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
  context.onClose(async () => {
    if (leader !== undefined) killGroup(leader.pid);
    await ended;
    entry?.removed();
    await removeCgroup(cgroup);
    await detachMounts(dataRoot);
  });
  const host = `unix://${socket}`;
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const running = await ask(host);
    if (running !== undefined) {
      return { ...running, host, ownedBy: "this run", cgroupParent: cgroup };
    }
    await sleep(100);
  }
  throw new IsotaxError(
    "DOCKERD_NOT_STARTED",
    `dockerd did not answer within ${START_DEADLINE_MS / 1000} s: ${log.trim()}`,
    "start Docker yourself (systemctl start docker) or leave the target out with --targets",
  );
}
