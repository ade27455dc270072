/**
 * Servers that images are fetched from. All of a run's servers are in one network namespace of
 * their own. They only read: what they serve is put on their shelf beforehand.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import type { ProcessIdentity } from "../host/process.ts";
import { locateTool } from "../images/servers.ts";
import { accounted } from "../launch/launcher.ts";
import { startService } from "../launch/service.ts";
import { holdNetwork, inNetworkOf } from "../network/lab.ts";
import { installCommand } from "../tools/requirements.ts";
import { toolNamed } from "../tools/table.ts";
import { isRequest } from "./access-log.ts";

export interface Server {
  /** The server's own process. */
  readonly leader: ProcessIdentity;
  /** A process in its network namespace. */
  readonly namespace: number;
  readonly port: number;
  /** Where it keeps what it serves. */
  readonly storage: string;
  /** What has been put on its shelf, by name. */
  readonly stocked: Map<string, Promise<void>>;
  /** How many requests it has answered so far. */
  requests(): number;
}

/** Puts something on a server's shelf, once. */
export function putOnce(server: Server, name: string, put: () => Promise<void>): Promise<void> {
  const stocked = server.stocked.get(name) ?? put();
  server.stocked.set(name, stocked);
  return stocked;
}

export interface ServerSpec {
  /** The tool's name, which is also the server's. */
  readonly tool: string;
  readonly port: number;
  /** Writes what it needs below this folder. */
  prepare(folder: string): Prepared;
}

export interface Prepared {
  /** The words after the tool. */
  readonly words: readonly string[];
  /** The folder that it serves. */
  readonly storage: string;
  /** The file of its access log, unless that is its standard output. */
  readonly log?: string;
  /** Whether a line of that log tells of a request; as web servers write it, if absent. */
  readonly isRequest?: (line: string) => boolean;
}

const START_DEADLINE_MS = 60_000;

/** The server of this run, started when it is first asked for, and anew if it has died. */
export function serverOf(context: RunContext, spec: ServerSpec): Promise<Server> {
  return context.shared(sharedName(spec), () => start(context, spec));
}

function sharedName({ tool }: ServerSpec): string {
  return `delivery-${tool}`;
}

async function start(context: RunContext, spec: ServerSpec): Promise<Server> {
  const { tool, port } = spec;
  const program = locateTool(tool);
  if (program === undefined) {
    throw new IsotaxError(
      "NO_DELIVERY_SERVER",
      say("tools.not-on-host", { tool }),
      toolNamed(tool)?.remedy ?? installCommand([tool]),
    );
  }
  const namespace = await context.shared("delivery-servers", () => holdNetwork(context));
  const folder = context.instanceFolder(context.instanceName(tool));
  const prepared = spec.prepare(folder.path);
  const { words, storage, log: accessLog } = prepared;
  const asked = prepared.isRequest ?? isRequest;
  const service = startService(
    context,
    [
      "taskset",
      "--cpu-list",
      context.cpus.join(","),
      ...accounted(context),
      ...inNetworkOf(namespace.pid),
      program,
      ...words,
    ],
    { stdout: "pipe" },
  );
  const printed = countRequests(service.stdout, asked);
  const requests = accessLog === undefined ? printed : () => requestsIn(accessLog, asked);
  const stop = async () => {
    await service.stop();
    await folder.remove();
  };
  const { leader } = service;
  const listens = () => (isListening(namespace.pid, port) ? true : undefined);
  const times = { deadlineMs: START_DEADLINE_MS, everyMs: 5 };
  const ready = await service.until(listens, times).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (ready === undefined || leader === undefined) {
    await stop();
    throw new IsotaxError(
      "DELIVERY_SERVER_NOT_STARTED",
      say("delivery.server-not-started", {
        tool,
        deadlineMs: START_DEADLINE_MS,
        log: service.log(),
      }),
      say("host.run-by-hand"),
    );
  }
  context.onClose(stop);
  // What is asked for next gets a new one.
  void service.ended.then(() => context.forget(sharedName(spec)));
  return { leader, namespace: namespace.pid, port, storage, stocked: new Map(), requests };
}

/** In proc_pid_net(5)'s table of sockets: the state of one that listens. */
const LISTENS = "0A";

/** Whether somebody listens at a port, in the network namespace of this process. */
function isListening(pid: number, port: number): boolean {
  const local = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return (
    ["tcp", "tcp6"]
      .map((table) => `/proc/${pid}/net/${table}`)
      // A kernel may have no IPv6.
      .filter((table) => existsSync(table))
      .flatMap((table) => readFileSync(table, "utf8").split("\n"))
      .map((line) => line.trim().split(/\s+/))
      .some(([, address = "", , state]) => address.endsWith(local) && state === LISTENS)
  );
}

type IsRequest = (line: string) => boolean;

function requestsIn(file: string, asked: IsRequest): number {
  return readFileSync(file, "utf8").split("\n").filter(asked).length;
}

function countRequests(log: Readable | null, asked: IsRequest): () => number {
  let requests = 0;
  let line = "";
  log?.on("data", (chunk: Buffer) => {
    const lines = (line + chunk.toString()).split("\n");
    line = lines.pop() ?? "";
    requests += lines.filter(asked).length;
  });
  return () => requests;
}
