/**
 * HAProxy beside the clients: a front for each service, whose server is changed while it works. It
 * neither tries again nor elsewhere, so that clients see each failure.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../bench/errors.ts";
import { writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { type Front, SERVICE_PORT } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { identify, isAlive, killGroup, spawnGroup } from "../host/process.ts";
import { locateTool, withLibraries } from "../images/servers.ts";
import { INSTANCE_ENV } from "../launch/launcher.ts";
import { amongClients } from "../network/lab.ts";
import { configuration, frontsOf } from "./balancer-config.ts";
import { addServer, deleteServer, drainServer, said } from "./balancer-socket.ts";

export interface Balancer {
  readonly fronts: Readonly<Record<string, Front>>;
  /** Words before a command that run it where the clients are. */
  readonly among: readonly string[];
  /** From now on, requests go to this server of a service. */
  add(service: string, server: string, address: string): Promise<void>;
  /** From now on, no request goes to it. */
  drain(service: string, server: string): Promise<void>;
  /** Forgets it as soon as it has answered all that it was asked. */
  forget(service: string, server: string): Promise<void>;
  close(): Promise<void>;
}

const TOOL = "haproxy";
const START_DEADLINE_MS = 30_000;

/** Errors: `RunnerError`. */
export function startBalancer(context: RunContext, services: readonly string[]): Promise<Balancer> {
  return unwoundOnFailure(async (closers) => {
    const among = await amongClients(context);
    const name = context.instanceName(TOOL);
    const folder = closers.use(context.instanceFolder(name)).path;
    // A socket's path is short. The short folder is removed with the run.
    const socket = join(context.shortFolder, `${name.replace(/^.*-/, TOOL)}.sock`);
    const fronts = frontsOf(services);
    const file = join(folder, "haproxy.cfg");
    writeNewFile(file, configuration(socket, fronts));
    const dying = ["setpriv", "--pdeathsig", "KILL"];
    const program = [...withLibraries(TOOL), locateTool(TOOL) ?? TOOL, "-db", "-f", file];
    const child = spawnGroup(
      [...dying, ...among, ...program],
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
    closers.defer(async () => {
      if (leader !== undefined && isAlive(leader)) killGroup(leader.pid);
      await ended;
      entry?.removed();
    });
    const isGone = () => child.exitCode !== null || child.signalCode !== null;
    const deadline = Date.now() + START_DEADLINE_MS;
    while ((await said(socket, ["show", "info"])) === undefined) {
      if (isGone() || Date.now() > deadline) throw notStarted(log);
      await sleep(5);
    }
    return {
      fronts,
      among,
      add: (service, server, address) =>
        addServer(socket, `${service}/${server}`, `${address}:${SERVICE_PORT}`),
      drain: (service, server) => drainServer(socket, `${service}/${server}`),
      forget: (service, server) => deleteServer(socket, `${service}/${server}`),
      close: () => closers.unwind(true),
    };
  });
}

function notStarted(log: string): RunnerError {
  const what = say("deployment.balancer-not-started", { log: log.trim() });
  return new RunnerError("BALANCER_NOT_STARTED", what, say("host.run-by-hand"), "open", log);
}
