/**
 * The registry that a run's images are pulled from: Debian's docker-registry, in a network
 * namespace of its own. It reads, and never writes: images are put on its shelf beforehand.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder, writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { identify, isAlive, killGroup, type ProcessIdentity, spawnGroup } from "../host/process.ts";
import { locateTool } from "../images/servers.ts";
import { accounted, INSTANCE_ENV } from "../launch/launcher.ts";
import { holdNetwork, inNetworkOf } from "../network/lab.ts";
import { installCommand } from "../tools/requirements.ts";
import { toolNamed } from "../tools/table.ts";
import { isRequest } from "./access-log.ts";

export interface Registry {
  /** The registry's own process. */
  readonly leader: ProcessIdentity;
  /** A process in its network namespace. */
  readonly namespace: number;
  readonly port: number;
  /** Where it keeps images. */
  readonly storage: string;
  /** Names of what has been put on its shelf. */
  readonly stocked: Map<string, Promise<void>>;
  /** How many requests it has answered so far. */
  requests(): number;
}

const TOOL = "docker-registry";
const SHARED = "delivery-registry";
const PORT = 5000;
const START_DEADLINE_MS = 60_000;

/** The registry of this run, started when it is first asked for, and anew if it has died. */
export function registryOf(context: RunContext): Promise<Registry> {
  return context.shared(SHARED, () => start(context));
}

async function start(context: RunContext): Promise<Registry> {
  const program = locateTool(TOOL);
  if (program === undefined) {
    throw new IsotaxError(
      "NO_REGISTRY",
      say("tools.not-on-host", { tool: TOOL }),
      toolNamed(TOOL)?.remedy ?? installCommand([TOOL]),
    );
  }
  const namespace = await holdNetwork(context);
  const folder = context.instanceFolder(context.instanceName("registry"));
  const storage = join(folder.path, "storage");
  makeFolder(storage);
  const config = join(folder.path, "config.json");
  writeNewFile(config, JSON.stringify(configuration(storage)));
  const child = spawnGroup(
    [
      "setpriv",
      "--pdeathsig",
      "KILL",
      "taskset",
      "--cpu-list",
      context.cpus.join(","),
      ...accounted(context),
      ...inNetworkOf(namespace.pid),
      program,
      "serve",
      config,
    ],
    ["ignore", "pipe", "pipe"],
    INSTANCE_ENV,
  );
  let requests = 0;
  let line = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const lines = (line + chunk.toString()).split("\n");
    line = lines.pop() ?? "";
    requests += lines.filter(isRequest).length;
  });
  let log = "";
  let listens = false;
  child.stderr?.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4096);
    listens ||= log.includes("listening on");
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", () => {});
  const leader = child.pid === undefined ? undefined : identify(child.pid);
  const entry = leader && context.enter({ kind: "process-group", leader });
  const stop = async () => {
    if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
    await ended;
    entry?.removed();
    await namespace.stop();
    await folder.remove();
  };
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    if (listens && leader !== undefined) {
      context.onClose(stop);
      // What is asked for next gets a new one.
      void ended.then(() => context.forget(SHARED));
      return {
        leader,
        namespace: namespace.pid,
        port: PORT,
        storage,
        stocked: new Map(),
        requests: () => requests,
      };
    }
    await sleep(5);
  }
  await stop();
  throw new IsotaxError(
    "REGISTRY_NOT_STARTED",
    say("delivery.registry-not-started", { deadlineMs: START_DEADLINE_MS, log: log.trim() }),
    say("host.run-by-hand"),
  );
}

/** The registry's configuration. It is in YAML, of which JSON is a part. */
function configuration(storage: string) {
  return {
    version: "0.1",
    log: { level: "info", accesslog: { disabled: false } },
    storage: {
      filesystem: { rootdirectory: storage },
      maintenance: { uploadpurging: { enabled: false }, readonly: { enabled: true } },
    },
    http: { addr: `0.0.0.0:${PORT}` },
  };
}
