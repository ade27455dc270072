/**
 * Where a Docker daemon of this host is to be asked. The client may be set up,
 * by DOCKER_HOST or by a context, for one on another machine or in a VM (Docker
 * Desktop): its containers do not run on this kernel, so it is never measured.
 */
import { release } from "node:os";
import { tryRun, which } from "../host/process.ts";

export interface Answer {
  /** Value for DOCKER_HOST. */
  readonly host: string;
  readonly version: string;
  readonly storageDriver: string;
  /** Driver and version of control groups, e.g. "systemd, cgroup v2". */
  readonly cgroups: string;
}

export interface Endpoint {
  /** The daemon that answers and runs on this kernel. */
  readonly running?: Answer;
  /** Why one that the client is set up for is not used. */
  readonly refused?: string;
}

const DEFAULT_SOCKET = "unix:///var/run/docker.sock";

/** Asks the endpoint that the client is set up for, then the usual socket. */
export async function findEndpoint(): Promise<Endpoint> {
  if (which("docker") === undefined) return {};
  const configured = await configuredHost();
  const refusals: string[] = [];
  for (const host of new Set([configured, DEFAULT_SOCKET])) {
    if (!host.startsWith("unix://")) {
      refusals.push(`Docker's client is set up for ${host}, which is not this host's socket`);
      continue;
    }
    const answer = await ask(host);
    if (answer === undefined) continue;
    if (answer.kernel === release()) return { running: answer };
    refusals.push(`the daemon at ${host} runs on another kernel, ${answer.kernel}`);
  }
  return refusals.length === 0 ? {} : { refused: refusals.join("; ") };
}

/** What DOCKER_HOST or the current context name. */
async function configuredHost(): Promise<string> {
  const argv = ["docker", "context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
  const { stdout, exitCode } = await tryRun(argv, { timeoutMs: 10_000 }).catch(() => UNANSWERED);
  return exitCode === 0 && stdout.trim() !== "" ? stdout.trim() : DEFAULT_SOCKET;
}

const UNANSWERED = { stdout: "", exitCode: 1 };

const FIELDS = ["ServerVersion", "Driver", "CgroupDriver", "CgroupVersion", "KernelVersion"];

export async function ask(host: string): Promise<(Answer & { kernel: string }) | undefined> {
  // An endpoint that hangs is one that does not answer: the run goes on without it.
  const { stdout, exitCode } = await tryRun(
    ["docker", "info", "--format", FIELDS.map((field) => `{{.${field}}}`).join("\t")],
    { env: { DOCKER_HOST: host }, timeoutMs: 10_000 },
  ).catch(() => UNANSWERED);
  const [version, storageDriver, driver, cgroupVersion, kernel] = stdout.trim().split("\t");
  if (exitCode !== 0 || !version || !storageDriver || !kernel) return undefined;
  return { host, version, storageDriver, cgroups: `${driver}, cgroup v${cgroupVersion}`, kernel };
}
