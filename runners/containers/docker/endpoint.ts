/**
 * Finds the Docker daemon of this host. DOCKER_HOST or a context may point the client to a daemon
 * on another machine or in a VM (Docker Desktop). Its containers do not run on this kernel, so it
 * is never measured.
 */
import { existsSync } from "node:fs";
import { release } from "node:os";
import { messageOf } from "../../../bench/errors.ts";
import { tryRun, which } from "../../host/process.ts";
import { tryDocker } from "./client.ts";

export interface Answer {
  /** The value for DOCKER_HOST. */
  readonly host: string;
  readonly version: string;
  readonly storageDriver: string;
  /** The cgroup driver and version, e.g. "systemd, cgroup v2". */
  readonly cgroups: string;
  /** Whether it is rootless: it runs as a user, in a user namespace. */
  readonly rootless: boolean;
}

export interface Found extends Answer {
  /** What named it, e.g. "DOCKER_HOST". */
  readonly by: string;
}

export interface Endpoint {
  /** The daemon that answers and runs on this kernel. */
  readonly running?: Found;
  /** Why a daemon that was found, or that the client is configured for, is not used. */
  readonly refused?: string;
}

interface Candidate {
  readonly host: string;
  readonly by: string;
}

/** Asks the endpoint that the client is configured for, then the usual sockets. */
export async function findEndpoint(): Promise<Endpoint> {
  if (which("docker") === undefined) return {};
  const refusals: string[] = [];
  const asked = new Set<string>();
  for (const { host, by } of [...(await configured(refusals)), ...usualSockets()]) {
    if (asked.has(host)) continue;
    asked.add(host);
    if (!host.startsWith("unix://")) {
      refusals.push(
        `Docker's client is set up for ${host}, which is not this host's socket (${by})`,
      );
      continue;
    }
    const { answer, said } = await ask(host);
    if (answer === undefined) {
      refusals.push(`the daemon at ${host} (${by}) cannot be used: ${said}`);
    } else if (answer.kernel === release()) {
      return { running: { ...answer, by } };
    } else {
      refusals.push(`the daemon at ${host} (${by}) runs on another kernel, ${answer.kernel}`);
    }
  }
  return refusals.length === 0 ? {} : { refused: refusals.join("; ") };
}

/**
 * Asks the client for the endpoint that DOCKER_HOST or the current context names. If the client
 * fails, its message is a refusal.
 */
async function configured(refusals: string[]): Promise<readonly Candidate[]> {
  const format = "{{.Name}}\t{{.Endpoints.docker.Host}}";
  const argv = ["docker", "context", "inspect", "--format", format];
  const { stdout, stderr, exitCode } = await tryRun(argv, { timeoutMs: 10_000 }).catch(unanswered);
  const [name = "", host = ""] = stdout.trim().split("\t");
  if (exitCode !== 0)
    refusals.push(`Docker's client does not say where it would ask: ${lastWords(stderr)}`);
  if (exitCode !== 0 || host === "") return [];
  const by = process.env["DOCKER_HOST"] ? "by DOCKER_HOST" : `by the context "${name}"`;
  // This is the default of a client that nobody configured. If no daemon is there, that is not a
  // refusal.
  return by === 'by the context "default"' && host === DEFAULT_SOCKET ? [] : [{ host, by }];
}

const DEFAULT_SOCKET = "unix:///var/run/docker.sock";

/** The default sockets of a daemon and of a user's rootless daemon. */
function usualSockets(): readonly Candidate[] {
  const runtime = process.env["XDG_RUNTIME_DIR"];
  return [
    { host: DEFAULT_SOCKET, by: "the usual socket" },
    ...(runtime?.startsWith("/") === true
      ? [{ host: `unix://${runtime}/docker.sock`, by: "the usual socket of a rootless daemon" }]
      : []),
  ].filter(({ host }) => existsSync(host.slice("unix://".length)));
}

function unanswered(error: unknown) {
  return { stdout: "", stderr: messageOf(error), exitCode: 1 };
}

/** A part of the output of `docker info`; old versions print less. */
interface Info {
  readonly ServerVersion?: string;
  readonly Driver?: string;
  readonly CgroupDriver?: string;
  readonly CgroupVersion?: string;
  readonly KernelVersion?: string;
  readonly SecurityOptions?: readonly string[] | null;
  readonly ServerErrors?: readonly string[] | null;
}

/** The daemon's answer, or the error message instead of it. */
export type Asked =
  | { readonly answer: Answer & { readonly kernel: string }; readonly said?: undefined }
  | { readonly answer?: undefined; readonly said: string };

export async function ask(host: string): Promise<Asked> {
  // An endpoint that hangs counts as one that does not answer: the run goes on without it.
  const words = ["info", "--format", "{{json .}}"];
  const { stdout, stderr } = await tryDocker(host, words, { timeoutMs: 10_000 }).catch(unanswered);
  const info = infoIn(stdout);
  const { ServerVersion: version, Driver: storageDriver, KernelVersion: kernel } = info;
  if (!version || !storageDriver || !kernel) {
    const errors = info.ServerErrors ?? [];
    return { said: errors.length > 0 ? errors.join("; ") : lastWords(stderr) };
  }
  const rootless = info.SecurityOptions?.some((one) => one.startsWith("name=rootless")) === true;
  const cgroups = `${info.CgroupDriver ?? "unknown"}, cgroup v${info.CgroupVersion ?? "1"}`;
  return { answer: { host, version, storageDriver, cgroups, rootless, kernel } };
}

function infoIn(stdout: string): Info {
  try {
    return JSON.parse(stdout) as Info;
  } catch {
    return {};
  }
}

function lastWords(stderr: string): string {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    // Old clients end with this line, which has no information.
    .filter((line) => line !== "" && line !== "errors pretty printing info");
  return lines.slice(-3).join(" | ").slice(0, 400) || "`docker info` said nothing";
}
