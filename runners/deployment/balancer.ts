/**
 * HAProxy beside the clients: a front for each service, whose server is changed while it works. It
 * neither tries again nor elsewhere, so that clients see each failure.
 */
import { join } from "node:path";
import { RunnerError } from "../../bench/errors.ts";
import { writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { type Front, SERVICE_PORT } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { locateTool, withLibraries } from "../images/servers.ts";
import { startService } from "../launch/service.ts";
import { amongClients } from "../network/lab.ts";
import { configuration, frontsOf } from "./balancer-config.ts";
import {
  addServer,
  deleteServer,
  drainServer,
  resumeServer,
  said,
  sessionsOf,
} from "./balancer-socket.ts";

export interface Balancer {
  readonly fronts: Readonly<Record<string, Front>>;
  /** Words before a command that run it where the clients are. */
  readonly among: readonly string[];
  /** From now on, requests go to this server of a service. */
  add(service: string, server: string, address: string, port?: number): Promise<void>;
  /** From now on, no request goes to it. */
  drain(service: string, server: string): Promise<void>;
  /** Requests go to it again. */
  resume(service: string, server: string): Promise<void>;
  /** Forgets it as soon as it has answered all that it was asked. */
  forget(service: string, server: string): Promise<void>;
  /** How many requests to a service have no answer yet. */
  inFlight(service: string): Promise<number>;
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
    const program = [...withLibraries(TOOL), locateTool(TOOL) ?? TOOL, "-db", "-f", file];
    const service = startService(context, [...among, ...program]);
    closers.defer(() => service.stop());
    const answers = () => said(socket, ["show", "info"]);
    const ready = await service.until(answers, { deadlineMs: START_DEADLINE_MS, everyMs: 5 });
    if (ready === undefined) throw notStarted(service.log());
    return {
      fronts,
      among,
      add: (service, server, address, port = SERVICE_PORT) =>
        addServer(socket, `${service}/${server}`, `${address}:${port}`),
      drain: (service, server) => drainServer(socket, `${service}/${server}`),
      resume: (service, server) => resumeServer(socket, `${service}/${server}`),
      forget: (service, server) => deleteServer(socket, `${service}/${server}`),
      inFlight: (service) => sessionsOf(socket, service),
      close: () => closers.unwind(true),
    };
  });
}

function notStarted(log: string): RunnerError {
  const what = say("deployment.balancer-not-started", { log });
  return new RunnerError("BALANCER_NOT_STARTED", what, say("host.run-by-hand"), "open", log);
}
