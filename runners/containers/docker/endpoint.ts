/**
 * Finds the Docker daemon of this host. DOCKER_HOST or a context may point the client to a daemon
 * on another machine or in a VM (Docker Desktop). Its containers do not run on this kernel, so it
 * is never measured.
 */
import { existsSync } from "node:fs";
import { release } from "node:os";
import { asMessage } from "../../../bench/errors.ts";
import { say, verbatim } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import { tryRun, which } from "../../host/process.ts";
import { tryDocker } from "./client.ts";

export interface Answer {
  /** The value for DOCKER_HOST. */
  readonly host: string;
  readonly version: string;
  readonly storageDriver: string;
  /** The cgroup driver and version. */
  readonly cgroups: Message;
  /** Whether it is rootless: it runs as a user, in a user namespace. */
  readonly rootless: boolean;
}

export interface Found extends Answer {
  /** What named it, e.g. DOCKER_HOST. */
  readonly by: Message;
}

export interface Endpoint {
  /** The daemon that answers and runs on this kernel. */
  readonly running?: Found;
  /** Why a daemon that was found, or that the client is configured for, is not used. */
  readonly refused?: { readonly reason: Message; readonly remedy: Message };
}

interface Candidate {
  readonly host: string;
  readonly by: Message;
}

interface Refusal {
  readonly reason: Message;
  readonly cause: Cause;
}

/** What the client or the daemon complains of, as far as a remedy depends on it. */
type Cause = "no-permission" | "other-version" | "other";

/** What was said instead of an answer. */
interface Complaint {
  readonly said: Message;
  readonly cause: Cause;
}

/** Asks the endpoint that the client is configured for, then the usual sockets. */
export async function findEndpoint(): Promise<Endpoint> {
  if (which("docker") === undefined) return {};
  const refusals: Refusal[] = [];
  const asked = new Set<string>();
  for (const { host, by } of [...(await configured(refusals)), ...usualSockets()]) {
    if (asked.has(host)) continue;
    asked.add(host);
    if (!host.startsWith("unix://")) {
      const reason = say("engines-docker.other-machine", { host, by });
      refusals.push({ reason, cause: "other" });
      continue;
    }
    const { answer, complaint } = await ask(host);
    if (answer === undefined) {
      const { said, cause } = complaint;
      refusals.push({ reason: say("engines-docker.not-usable", { host, by, said }), cause });
    } else if (answer.kernel === release()) {
      return { running: { ...answer, by } };
    } else {
      const { kernel } = answer;
      const reason = say("engines-docker.other-kernel", { host, by, kernel });
      refusals.push({ reason, cause: "other" });
    }
  }
  if (refusals.length === 0) return {};
  const reasons = refusals.map(({ reason }) => reason);
  const reason = say("engines-docker.refusals", { refusals: reasons });
  return { refused: { reason, remedy: remedyFor(refusals.map(({ cause }) => cause)) } };
}

function remedyFor(causes: readonly Cause[]): Message {
  if (causes.includes("no-permission")) return say("engines-docker.join-group");
  if (causes.includes("other-version")) return say("engines-docker.same-version");
  return say("engines-docker.start-here");
}

/**
 * Asks the client for the endpoint that DOCKER_HOST or the current context names. If the client
 * fails, its message is a refusal.
 */
async function configured(refusals: Refusal[]): Promise<readonly Candidate[]> {
  const format = "{{.Name}}\t{{.Endpoints.docker.Host}}";
  const argv = ["docker", "context", "inspect", "--format", format];
  const told = await tryRun(argv, { timeoutMs: 10_000 }).catch(unanswered);
  if (told.exitCode !== 0) {
    const { said, cause } = complaintOf(told, "docker context inspect");
    refusals.push({ reason: say("engines-docker.no-endpoint", { said }), cause });
    return [];
  }
  const [name = "", host = ""] = told.stdout.trim().split("\t");
  if (host === "") return [];
  if (process.env["DOCKER_HOST"]) return [{ host, by: say("engines-docker.by-variable") }];
  // This is the default of a client that nobody configured. If no daemon is there, that is not a
  // refusal.
  if (name === "default" && host === DEFAULT_SOCKET) return [];
  return [{ host, by: say("engines-docker.by-context", { context: name }) }];
}

const DEFAULT_SOCKET = "unix:///var/run/docker.sock";

/** The default sockets of a daemon and of a user's rootless daemon. */
function usualSockets(): readonly Candidate[] {
  const runtime = process.env["XDG_RUNTIME_DIR"];
  return [
    { host: DEFAULT_SOCKET, by: say("engines-docker.usual-socket") },
    ...(runtime?.startsWith("/") === true
      ? [{ host: `unix://${runtime}/docker.sock`, by: say("engines-docker.rootless-socket") }]
      : []),
  ].filter(({ host }) => existsSync(host.slice("unix://".length)));
}

/** What a command of the client printed, or why it did not end by itself. */
interface Told {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly problem?: Message;
}

function unanswered(error: unknown): Told {
  return { stdout: "", stderr: "", exitCode: 1, problem: asMessage(error) };
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

/** The daemon's answer, or the complaint instead of it. */
export type Asked =
  | { readonly answer: Answer & { readonly kernel: string }; readonly complaint?: undefined }
  | { readonly answer?: undefined; readonly complaint: Complaint };

export async function ask(host: string): Promise<Asked> {
  // An endpoint that hangs counts as one that does not answer: the run goes on without it.
  const words = ["info", "--format", "{{json .}}"];
  const told: Told = await tryDocker(host, words, { timeoutMs: 10_000 }).catch(unanswered);
  const info = infoIn(told.stdout);
  const { ServerVersion: version, Driver: storageDriver, KernelVersion: kernel } = info;
  if (!version || !storageDriver || !kernel) {
    const errors = info.ServerErrors ?? [];
    return {
      complaint: errors.length > 0 ? foreign(errors.join("; ")) : complaintOf(told, "docker info"),
    };
  }
  const rootless = info.SecurityOptions?.some((one) => one.startsWith("name=rootless")) === true;
  const cgroups = say("engines.control-groups", {
    driver: info.CgroupDriver ?? say("engines.unknown"),
    version: `v${info.CgroupVersion ?? "1"}`,
  });
  return { answer: { host, version, storageDriver, cgroups, rootless, kernel } };
}

function infoIn(stdout: string): Info {
  try {
    return JSON.parse(stdout) as Info;
  } catch {
    return {};
  }
}

/** The last words of a command of the client. */
function complaintOf({ stderr, problem }: Told, command: string): Complaint {
  if (problem !== undefined) return { said: problem, cause: "other" };
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    // Old clients end with this line, which has no information.
    // biome-ignore lint/plugin: Docker's words
    .filter((line) => line !== "" && line !== "errors pretty printing info");
  const words = lines.slice(-3).join(" | ").slice(0, 400);
  if (words !== "") return foreign(words);
  return { said: say("engines-docker.silent", { command }), cause: "other" };
}

/** Words of Docker's client or daemon. They have no codes, so the cause is read from them. */
function foreign(words: string): Complaint {
  return { said: verbatim(words), cause: causeOf(words) };
}

function causeOf(words: string): Cause {
  if (/permission denied/i.test(words)) return "no-permission";
  return /API version|is too (?:old|new)/i.test(words) ? "other-version" : "other";
}
