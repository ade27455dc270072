/**
 * The ledger: everything outside our process, entered on disk before it is
 * made and struck out when it is gone, so that a run that was killed can be
 * cleaned up after by the next one, or by `isotax clean`.
 *
 * A ledger is a file of JSON lines: a header that says which process owns it,
 * then one line for each resource made and removed. Lines reach the page cache
 * at once; that survives the death of our process, and after a power loss there
 * is nothing left to clean but folders.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../bench/errors.ts";
import { removeCgroup } from "./host/cgroups.ts";
import { detachMounts } from "./host/mounts.ts";
import { stateFolder } from "./host/paths.ts";
import {
  identify,
  isAlive,
  killGroup,
  type ProcessIdentity,
  tryRun,
  which,
} from "./host/process.ts";
import { isShortFolder } from "./host/short-folder.ts";
import { removeVirtualboxVm } from "./vm/virtualbox.ts";
import { removeVmwareVm } from "./vm/vmware.ts";

export type Resource =
  | { readonly kind: "process-group"; readonly leader: ProcessIdentity }
  | { readonly kind: "cgroup"; readonly name: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "docker-container"; readonly name: string; readonly host: string }
  | {
      readonly kind: "oci-container";
      readonly runtime: string;
      readonly id: string;
      /** Options that find it, such as where a user's runtime keeps its state. */
      readonly options?: readonly string[];
    }
  | { readonly kind: "virtualbox-vm"; readonly name: string }
  | { readonly kind: "vmware-vm"; readonly vmx: string };

interface Header {
  readonly runId: string;
  readonly owner: ProcessIdentity;
  readonly bootId: string;
}

type Line =
  | { readonly op: "made"; readonly key: number; readonly resource: Resource }
  | { readonly op: "removed"; readonly key: number };

export interface Entry {
  /** Strikes the entry out; call it when the resource is known to be gone. */
  removed(): void;
}

export class Ledger {
  readonly #file: string;
  #nextKey = 0;
  readonly #live = new Map<number, Resource>();

  private constructor(
    readonly runId: string,
    file: string,
  ) {
    this.#file = file;
  }

  static open(runId: string): Ledger {
    const owner = identify(process.pid);
    if (owner === undefined) throw new Error("cannot read /proc/self/stat");
    mkdirSync(ledgerFolder(), { recursive: true });
    const file = join(ledgerFolder(), `${runId}-${process.pid}.ndjson`);
    const header: Header = { runId, owner, bootId: bootId() };
    // Never seen without its header: a sweep would take it for a dead run's.
    writeFileSync(`${file}.new`, `${JSON.stringify(header)}\n`);
    renameSync(`${file}.new`, file);
    return new Ledger(runId, file);
  }

  /** Enters a resource; do this before making it. */
  enter(resource: Resource): Entry {
    const key = this.#nextKey++;
    this.#append({ op: "made", key, resource });
    this.#live.set(key, resource);
    return {
      removed: () => {
        if (this.#live.delete(key)) this.#append({ op: "removed", key });
      },
    };
  }

  get live(): readonly Resource[] {
    return [...this.#live.values()];
  }

  /** Removes whatever is still entered, newest first; the ledger goes only if nothing is left. */
  async close(): Promise<readonly string[]> {
    const problems = await removeAll([...this.#live.values()]);
    if (problems.length > 0) return problems;
    this.#live.clear();
    rmSync(this.#file, { force: true });
    return [];
  }

  /** Kills every process group at once, without waiting; the rest is left to a sweep. */
  killProcessesNow(): void {
    for (const resource of this.#live.values()) {
      if (resource.kind === "process-group" && isAlive(resource.leader)) {
        killGroup(resource.leader.pid);
      }
    }
  }

  #append(line: Line): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

export interface Swept {
  readonly runId: string;
  readonly removed: readonly string[];
  readonly problems: readonly string[];
}

/** Removes what the ledgers of dead runs name, and only that. Live runs are left alone. */
export async function sweepDeadRuns(): Promise<readonly Swept[]> {
  const folder = ledgerFolder();
  if (!existsSync(folder)) return [];
  const swept: Swept[] = [];
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".ndjson"))) {
    const file = join(folder, name);
    const ledger = readLedger(file);
    if (ledger !== undefined && isAlive(ledger.header.owner)) continue;
    const live = ledger === undefined ? [] : survivors(ledger.lines, ledger.header);
    const problems = await removeAll(live);
    if (problems.length === 0) rmSync(file, { force: true });
    swept.push({
      runId: ledger?.header.runId ?? name,
      removed: live.map(describe),
      problems,
    });
  }
  return swept;
}

/** Processes and cgroups do not outlive a reboot, but their numbers and names may come again; registers do. */
function survivors(lines: readonly Line[], header: Header): readonly Resource[] {
  const live = new Map<number, Resource>();
  for (const line of lines) {
    if (line.op === "made") live.set(line.key, line.resource);
    else live.delete(line.key);
  }
  const all = [...live.values()];
  const outlives = (resource: Resource) => ["folder", "virtualbox-vm"].includes(resource.kind);
  return header.bootId === bootId() ? all : all.filter(outlives);
}

function readLedger(file: string): { header: Header; lines: Line[] } | undefined {
  const [first, ...rest] = readFileSync(file, "utf8").split("\n");
  try {
    const header = JSON.parse(first ?? "") as Header;
    const lines: Line[] = [];
    for (const text of rest) {
      // The last line may be cut short by the crash; what it names was never made.
      if (text === "") continue;
      try {
        lines.push(JSON.parse(text) as Line);
      } catch {}
    }
    return { header, lines };
  } catch {
    return undefined;
  }
}

async function removeAll(resources: readonly Resource[]): Promise<string[]> {
  const problems: string[] = [];
  for (const resource of [...resources].reverse()) {
    try {
      await removeResource(resource);
    } catch (error) {
      problems.push(`${describe(resource)}: ${messageOf(error)}`);
    }
  }
  return problems;
}

/** Removes a resource; one that is gone already is fine. Throws if it may still be there. */
export async function removeResource(resource: Resource): Promise<void> {
  switch (resource.kind) {
    case "process-group":
      if (isAlive(resource.leader)) killGroup(resource.leader.pid);
      return;
    case "cgroup":
      return removeCgroup(resource.name);
    case "folder":
      await detachMounts(resource.path);
      return rm(resource.path, { recursive: true, force: true });
    case "docker-container":
      return removeDockerContainer(resource.host, resource.name);
    case "oci-container":
      return removeOciContainer(resource.runtime, resource.id, resource.options);
    case "virtualbox-vm":
      return removeVirtualboxVm(resource.name);
    case "vmware-vm":
      return removeVmwareVm(resource.vmx);
  }
}

const PATIENCE = { timeoutMs: 20_000 };

async function removeDockerContainer(host: string, name: string): Promise<void> {
  const socket = host.replace("unix://", "");
  if (which("docker") === undefined || !existsSync(socket)) return;
  const argv = ["docker", "rm", "--force", "--volumes", name];
  const remove = () => tryRun(argv, { env: { DOCKER_HOST: host }, ...PATIENCE });
  let { exitCode, stderr } = await remove();
  // The daemon removes it by itself, and is at it.
  for (let i = 0; i < 50 && stderr.includes("already in progress"); i++) {
    await sleep(100);
    ({ exitCode, stderr } = await remove());
  }
  if (exitCode === 0 || stderr.includes("No such container")) return;
  // A private daemon that is dead has taken its containers with it.
  if (isShortFolder(dirname(socket)) && stderr.includes("Cannot connect")) return;
  throw new Error(stderr.trim());
}

async function removeOciContainer(
  runtime: string,
  id: string,
  options: readonly string[] = [],
): Promise<void> {
  if (which(runtime) === undefined) return;
  const ask = (...words: readonly string[]) =>
    tryRun([runtime, ...options, ...words, id], PATIENCE);
  // Processes that are frozen do not die, whoever kills them.
  if ((await ask("state")).stdout.includes('"paused"')) await ask("resume");
  const { stderr } = await ask("delete", "--force");
  // Runtimes do not agree on the exit code for a container that is not there.
  const { exitCode } = await ask("state");
  if (exitCode === 0) throw new Error(`${runtime} delete did not remove it: ${stderr.trim()}`);
}

export function describe(resource: Resource): string {
  switch (resource.kind) {
    case "process-group":
      return `process group ${resource.leader.pid}`;
    case "cgroup":
      return `cgroup ${resource.name}`;
    case "folder":
      return `folder ${resource.path}`;
    case "docker-container":
      return `container ${resource.name}`;
    case "oci-container":
      return `${resource.runtime} container ${resource.id}`;
    case "virtualbox-vm":
      return `VirtualBox VM ${resource.name}`;
    case "vmware-vm":
      return `VMware VM ${resource.vmx}`;
  }
}

function ledgerFolder(): string {
  return join(stateFolder(), "ledgers");
}

export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
