/**
 * Docker's own orchestrator, on the private daemon of a run. Leaving a swarm removes its services,
 * so isotax never makes one on a daemon that it did not start.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError, UnavailableError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import { SERVICE_PORT } from "../../../bench/types.ts";
import { PIDS_LIMIT } from "../../context.ts";
import { located, run } from "../../host/process.ts";
import { oneLine, sh } from "../../host/shell.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";
import { inNetworkOf } from "../../network/lab.ts";
import { clientOptions, tryDocker } from "./client.ts";
import type { Daemon } from "./daemon.ts";

export interface SwarmService {
  readonly name: string;
  readonly image: string;
  readonly words: readonly string[];
  /**
   * The port of the daemon's host at which it is published. Absent: each task gets one of its own, so
   * that there can be several.
   */
  readonly port?: number;
  readonly memoryMiB: number;
}

export interface Swarm {
  create(service: SwarmService): Promise<void>;
  /** Gives a service another command, and waits until its tasks were replaced. */
  update(name: string, words: readonly string[], signal: AbortSignal): Promise<void>;
  /** Asks for so many tasks of a service, and does not wait for them. */
  scale(name: string, tasks: number): Promise<void>;
  /** The tasks of a service that run: their containers' ids, and the ports of the host. */
  tasks(name: string): Promise<readonly SwarmTask[]>;
  /** Removes all services, and the swarm. */
  leave(): Promise<void>;
}

export interface SwarmTask {
  readonly container: string;
  readonly port: number;
}

const POLL_MS = 200;
const UPDATE_DEADLINE_MS = 120_000;
/** Each container of a service has it. */
const SERVICE_LABEL = "com.docker.swarm.service.id";
const SERVICE_NAME_LABEL = "com.docker.swarm.service.name";
/** A line for each container. */
const CONTAINER_PORT =
  "{{.Id}}{{range .NetworkSettings.Ports}}{{range .}} {{.HostPort}}{{end}}{{end}}";
/** The network that joining a swarm makes, and that leaving it leaves. */
const GATEWAY_NETWORK = "docker_gwbridge";

/** Errors: `UnavailableError` on a daemon of the host, `IsotaxError`. */
export async function initSwarm({ host, ownedBy, why, pid }: Daemon): Promise<Swarm> {
  if (ownedBy !== "this run") {
    throw new UnavailableError(
      "NO_SWARM",
      say("deployment.no-swarm", { host, by: why }),
      say("deployment.stop-daemon"),
    );
  }
  const docker = async (words: readonly string[]) =>
    (await run(located(["docker", ...words]), clientOptions(host))).stdout.trim();
  // The daemon's own namespace is made without, and a swarm's manager talks to itself.
  await run([...inNetworkOf(pid), "ip", "link", "set", "lo", "up"]);
  const local = ["--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:2377"];
  // What a run left that was killed: its daemon was killed as well.
  await docker(["container", "prune", "--force", "--filter", `label=${SERVICE_LABEL}`]);
  await docker(["swarm", "init", ...local]);
  const stateOf = async (name: string) => {
    const state = "{{with .UpdateStatus}}{{.State}} {{.Message}}{{end}}";
    return docker(["service", "inspect", "--format", state, name]);
  };
  return {
    create: async (service) => {
      await docker(["service", "create", ...optionsOf(service), service.image, ...service.words]);
    },
    update: async (name, words, signal) => {
      // The client splits this text into words as a shell does.
      const args = oneLine(sh`${words}`);
      await docker(["service", "update", "--quiet", "--detach", "--args", args, name]);
      const until = Date.now() + UPDATE_DEADLINE_MS;
      for (;;) {
        const state = await stateOf(name);
        if (state.startsWith("completed")) return;
        const goesOn = state === "" || state.startsWith("updating");
        if (!goesOn || Date.now() > until) throw notUpdated(state);
        await sleep(POLL_MS, undefined, { signal });
      }
    },
    scale: async (name, tasks) => {
      await docker(["service", "scale", "--detach", `${name}=${tasks}`]);
    },
    tasks: async (name) => {
      const filter = ["--filter", `label=${SERVICE_NAME_LABEL}=${name}`];
      const ids = (await docker(["ps", "--quiet", "--no-trunc", ...filter])).split("\n");
      const found = ids.filter(Boolean);
      if (found.length === 0) return [];
      // One that ends meanwhile is an error of the client, which tells the others nevertheless.
      const told = await tryDocker(host, ["inspect", "--format", CONTAINER_PORT, ...found]);
      return told.stdout.split("\n").flatMap((line): SwarmTask[] => {
        const [, container, port] = /^([0-9a-f]{64}) (\d+)\b/.exec(line) ?? [];
        return container === undefined ? [] : [{ container, port: Number(port) }];
      });
    },
    leave: async () => {
      await tryDocker(host, ["swarm", "leave", "--force"]);
      await tryDocker(host, ["network", "rm", GATEWAY_NETWORK]);
    },
  };
}

function optionsOf({ name, port, memoryMiB }: SwarmService): readonly string[] {
  return [
    "--quiet",
    "--detach",
    "--no-resolve-image",
    "--name",
    name,
    "--replicas",
    "1",
    // A port of the host itself: the routing mesh needs IPVS, which hosts may lack. Two tasks cannot
    // have one port, so the old one is stopped first.
    "--endpoint-mode",
    "dnsrr",
    "--publish",
    `mode=host,target=${SERVICE_PORT}${port === undefined ? "" : `,published=${port}`}`,
    "--update-order",
    "stop-first",
    // How long a new task is watched until the update counts as done. The default is 5 s.
    "--update-monitor",
    "500ms",
    "--update-failure-action",
    "pause",
    "--limit-memory",
    `${memoryMiB}m`,
    "--limit-pids",
    String(PIDS_LIMIT),
    ...Object.entries(INSTANCE_ENV).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
  ];
}

function notUpdated(state: string): IsotaxError {
  const what = say("deployment.not-updated", { state });
  return new IsotaxError("NOT_UPDATED", what, say("engines-docker.see-daemons-log"));
}
