/**
 * Starts containers over the Docker Engine's API, as orchestrators do: create, attach, start and
 * wait are one request each on the daemon's socket.
 * Source: docs.docker.com/reference/api/engine, versions 1.30 to 1.44: container create, attach
 * (with its stream format), wait, start, kill.
 */
import { Agent, type RequestOptions, request } from "node:http";
import type { Duplex } from "node:stream";
import { PassThrough } from "node:stream";
import { IsotaxError, messageOf } from "../../../bench/errors.ts";
import { say, verbatim } from "../../../bench/messages.ts";
import { type Message, type OpenSpec, SERVICE_PORT } from "../../../bench/types.ts";
import { SCRATCH } from "../../images/paths.ts";
import {
  type Exited,
  INSTANCE_ENV,
  Launch,
  type LaunchCommand,
  type Starter,
} from "../../launch/launcher.ts";

export interface ApiContainer {
  readonly spec: OpenSpec;
  readonly name: string;
  readonly image: string;
  /** The folder on the host that becomes the volume. */
  readonly scratch: string;
  readonly published?: string;
  readonly pids: number;
  readonly network?: string;
}

/** The shell's exit codes for a command that could not be started, and for one that was killed. */
const NOT_STARTED = 125;
const KILLED = 137;
const STDERR_TAIL_CHARACTERS = 8192;

/**
 * Minor versions of API 1. `wait` takes a condition from 1.30 on. Docker 29 accepts 1.44 and later.
 */
const OLDEST = 30;
const NEWEST = 44;
const ANSWER_MS = 10_000;

/**
 * Chooses the API version for this daemon: the newest that both know, or the daemon's oldest if
 * that one is newer.
 */
export async function negotiate(host: string): Promise<string> {
  const socketPath = socketOf(host);
  const answer = (await ask({
    socketPath,
    method: "GET",
    path: "/version",
    timeout: ANSWER_MS,
  })) as {
    readonly ApiVersion?: string;
    readonly MinAPIVersion?: string;
  };
  const newest = minorOf(answer.ApiVersion);
  const oldest = minorOf(answer.MinAPIVersion) ?? 0;
  if (newest === undefined || newest < OLDEST) {
    throw new IsotaxError(
      "DOCKER_API_UNKNOWN",
      say("engines-docker.api-unknown", {
        host,
        oldest: answer.MinAPIVersion ?? "?",
        newest: answer.ApiVersion ?? "?",
        needed: `1.${OLDEST}`,
      }),
      say("engines-docker.newer-or-no-api"),
    );
  }
  return `1.${Math.max(oldest, Math.min(newest, NEWEST))}`;
}

function minorOf(version: string | undefined): number | undefined {
  const minor = /^1\.(\d+)$/.exec(version ?? "")?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function socketOf(host: string): string {
  return host.replace("unix://", "");
}

interface Where extends RequestOptions {
  readonly method: string;
  readonly path: string;
}

/**
 * Sends a request and returns the answer, parsed from JSON. Errors: `DOCKER_REFUSED`, with the
 * daemon's words; `DOCKER_SILENT`.
 */
function ask(where: Where, body?: object): Promise<unknown> {
  const text = body === undefined ? "" : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request({ ...where, host: "docker" }, (response) => {
      let answer = "";
      response.on("data", (chunk: Buffer) => {
        answer += chunk.toString();
      });
      response.once("error", reject);
      response.once("end", () => {
        const { ok, value } = parsed(answer);
        const status = response.statusCode ?? 500;
        if (status < 400 && ok) return resolve(value);
        const { message } = value as { message?: string };
        const said =
          message === undefined
            ? say("engines-docker.status", { status, body: answer.slice(0, 200) })
            : verbatim(message);
        const { method, path } = where;
        reject(refusedBecause(say("engines-docker.refused", { method, path, said })));
      });
    });
    asked.once("error", reject);
    asked.once("timeout", () => asked.destroy(silent(say("engines-docker.no-answer"))));
    asked.setHeader("Content-Type", "application/json");
    asked.setHeader("Content-Length", Buffer.byteLength(text));
    asked.end(text);
  });
}

function refusedBecause(what: Message): IsotaxError {
  return new IsotaxError("DOCKER_REFUSED", what, say("engines-docker.see-daemons-log"));
}

function silent(what: Message): IsotaxError {
  return new IsotaxError("DOCKER_SILENT", what, say("engines-docker.see-daemons-log"));
}

function parsed(answer: string): { readonly ok: boolean; readonly value: object } {
  try {
    const value: unknown = answer.trim() === "" ? {} : JSON.parse(answer);
    if (typeof value === "object" && value !== null) return { ok: true, value };
  } catch {}
  return { ok: false, value: {} };
}

export class ApiStarter implements Starter {
  readonly #socketPath: string;
  readonly #agent = new Agent({ keepAlive: true });
  #stream: Duplex | undefined;
  #stderr = "";
  #running: Promise<unknown> = Promise.resolve();
  /** Aborts all requests that are still open. */
  readonly #given = new AbortController();
  /**
   * Whether the container gets a standard input. `docker run` gives one only with --interactive.
   */
  interactive = true;

  /** `host`: the daemon's address, as in DOCKER_HOST. `version`: the result of `negotiate`. */
  constructor(
    host: string,
    readonly container: ApiContainer,
    readonly version: string,
    readonly patienceMs = 10_000,
  ) {
    this.#socketPath = socketOf(host);
  }

  async launch(command: LaunchCommand, stdin = ""): Promise<Launch> {
    if (!("argv" in command)) throw new TypeError("the API takes words, no script");
    const input = new PassThrough();
    let ended: (exit: Exited) => void = () => {};
    const exited = new Promise<Exited>((resolve) => {
      ended = resolve;
    });
    const launch = new Launch(input, exited);
    if (stdin !== "") launch.write(stdin);
    const body = createBody(this.container, command.argv, this.interactive);
    launch.spawnNs = process.hrtime.bigint();
    this.#running = this.#run(launch, input, body)
      .catch((error: unknown) => {
        // An abort's own error says nothing of what led to it.
        this.#say(messageOf(this.#given.signal.reason ?? error));
        return NOT_STARTED;
      })
      .then((exitCode) => ended({ exitCode, atNs: process.hrtime.bigint() }));
    return launch;
  }

  async #run(launch: Launch, input: PassThrough, body: object): Promise<number> {
    const { name } = this.container;
    await this.#ask("POST", `/containers/create?name=${name}`, body);
    const stream = await this.#attach();
    this.#stream = stream;
    input.pipe(stream);
    const drained = this.#read(stream, launch);
    // The client waits in the same way for `docker run --rm`.
    const waited = this.#ask("POST", `/containers/${name}/wait?condition=removed`);
    const started = this.#ask("POST", `/containers/${name}/start`);
    // All at once: if the start fails, the wait fails later, and somebody must hear of it.
    const [{ StatusCode }] = await Promise.all([
      waited as Promise<{ StatusCode?: number }>,
      started,
      drained,
    ]);
    return StatusCode ?? KILLED;
  }

  /** Splits the stream into stdout and stderr; resolves when the stream ends. */
  #read(stream: Duplex, launch: Launch): Promise<void> {
    let pending = Buffer.alloc(0);
    stream.on("data", (chunk: Buffer) => {
      const atNs = process.hrtime.bigint();
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const frame = firstFrame(pending);
        if (frame === undefined) return;
        pending = pending.subarray(frame.end);
        if (frame.stream === "stdout") launch.received(frame.payload, atNs);
        else this.#say(frame.payload.toString());
      }
    });
    return new Promise((resolve) => {
      stream.once("close", resolve);
      stream.once("end", resolve);
      stream.once("error", () => resolve());
    });
  }

  #say(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-STDERR_TAIL_CHARACTERS);
  }

  #ask(method: "POST" | "DELETE", path: string, body?: object): Promise<unknown> {
    const { signal } = this.#given;
    return ask({ ...this.#where(method, path), agent: this.#agent, signal }, body);
  }

  /** Opens the container's streams, on a connection that is no longer HTTP. */
  #attach(): Promise<Duplex> {
    const { name } = this.container;
    const stdin = this.interactive ? "&stdin=1" : "";
    const path = `/containers/${name}/attach?stream=1${stdin}&stdout=1&stderr=1`;
    return new Promise((resolve, reject) => {
      const asked = request({
        ...this.#where("POST", path),
        host: "docker",
        signal: this.#given.signal,
        headers: { Connection: "Upgrade", Upgrade: "tcp", "Content-Length": "0" },
      });
      asked.once("upgrade", (_response, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      asked.once("response", (response) => {
        response.resume();
        const status = response.statusCode ?? 500;
        reject(refusedBecause(say("engines-docker.attach-refused", { status })));
      });
      asked.once("error", reject);
      asked.end();
    });
  }

  #where(method: string, path: string) {
    return { socketPath: this.#socketPath, method, path: `/v${this.version}${path}` };
  }

  stderrTail(): string {
    return this.#stderr;
  }

  kill(): void {
    // An error is fine: the container is gone, or was never made.
    void this.#ask("POST", `/containers/${this.container.name}/kill`).catch(() => {});
    // A broken daemon may never report the end.
    const patience = setTimeout(() => this.#giveUp(), this.patienceMs);
    void this.#running.finally(() => clearTimeout(patience));
  }

  async close(): Promise<void> {
    this.kill();
    this.#stream?.destroy();
    await this.#running;
    this.#agent.destroy();
  }

  #giveUp(): void {
    this.#given.abort(silent(say("engines-docker.no-end")));
    this.#stream?.destroy();
  }
}

function createBody(
  { spec, image, scratch, pids, network, published }: ApiContainer,
  argv: readonly string[],
  interactive: boolean,
): object {
  return {
    Image: image,
    Cmd: argv,
    Env: Object.entries(INSTANCE_ENV).map(([key, value]) => `${key}=${value}`),
    AttachStdin: interactive,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: interactive,
    StdinOnce: interactive,
    Tty: false,
    ...(published === undefined ? {} : { ExposedPorts: portsOf(() => ({})) }),
    HostConfig: {
      ...(published === undefined
        ? {}
        : { PortBindings: portsOf((HostPort) => [{ HostIp: published, HostPort }]) }),
      AutoRemove: true,
      CpusetCpus: spec.cpus.join(","),
      Memory: spec.memoryMiB * 2 ** 20,
      PidsLimit: pids,
      ...(network === undefined ? {} : { NetworkMode: network }),
      ...(spec.scratchMiB > 0 ? { Binds: [`${scratch}:${SCRATCH}`] } : {}),
    },
  };
}

function portsOf<T>(value: (port: string) => T): Readonly<Record<string, T>> {
  const port = String(SERVICE_PORT);
  return { [`${port}/tcp`]: value(port), [`${port}/udp`]: value(port) };
}

const HEADER_BYTES = 8;

/**
 * Finds the first complete frame: one byte for the stream, three zero bytes, four for the length,
 * then the payload.
 */
export function firstFrame(
  bytes: Buffer,
):
  | { readonly stream: "stdout" | "stderr"; readonly payload: Buffer; readonly end: number }
  | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const end = HEADER_BYTES + bytes.readUInt32BE(4);
  if (bytes.length < end) return undefined;
  const stream = bytes.readUInt8(0) === 2 ? "stderr" : "stdout";
  return { stream, payload: bytes.subarray(HEADER_BYTES, end), end };
}
