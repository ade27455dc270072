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
  closeSync,
  constants,
  existsSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError, messageOf } from "../bench/errors.ts";
import { tryDocker } from "./docker/client.ts";
import { findEndpoint } from "./docker/endpoint.ts";
import { removeCgroup } from "./host/cgroups.ts";
import { detachMounts } from "./host/mounts.ts";
import { identify, isAlive, killGroup, tryRun, which } from "./host/process.ts";
import { type Header, type Line, type Resource, readLedger } from "./ledger-file.ts";
import { type Doubt, Doubtful, LedgerFolder } from "./ledger-folder.ts";
import {
  cgroupProblem,
  folderProblem,
  isBelowOurs,
  nameProblem,
  pathProblem,
  runtimeProblem,
} from "./ours.ts";
import { removeVirtualboxVm } from "./vm/virtualbox.ts";
import { removeVmwareVm } from "./vm/vmware.ts";

export type { Resource } from "./ledger-file.ts";

export interface Entry {
  /** Strikes the entry out; call it when the resource is known to be gone. */
  removed(): void;
}

export class Ledger {
  #nextKey = 0;
  #bytes = 0;
  #closed = false;
  readonly #live = new Map<number, Resource>();

  private constructor(
    readonly runId: string,
    private readonly folder: LedgerFolder,
    private readonly name: string,
    private readonly fd: number,
  ) {}

  /** Errors: `IsotaxError` where no ledger can be kept that a later run would obey. */
  static open(runId: string): Ledger {
    const owner = identify(process.pid);
    if (owner === undefined) throw new Error("cannot read /proc/self/stat");
    const folder = LedgerFolder.make();
    const name = `${runId}-${process.pid}.ndjson`;
    // Never seen without its header: a sweep would take it for a damaged one.
    const begun = `${name}.new`;
    return writing(folder, () => {
      rmSync(folder.at(begun), { force: true });
      const ledger = new Ledger(runId, folder, name, openSync(folder.at(begun), FRESH, 0o600));
      ledger.#append({ runId, owner, bootId: bootId() });
      renameSync(folder.at(begun), folder.at(name));
      return ledger;
    });
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
    if (!this.#closed) {
      this.#closed = true;
      rmSync(this.folder.at(this.name), { force: true });
      closeSync(this.fd);
      this.folder[Symbol.dispose]();
    }
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

  #append(line: Line | Header): void {
    writing(this.folder, () => {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      if (writeSync(this.fd, bytes) < bytes.length) {
        // Half a line would spoil the next one.
        ftruncateSync(this.fd, this.#bytes);
        throw new Error("there is no room for a line");
      }
      this.#bytes += bytes.length;
    });
  }
}

const FRESH =
  constants.O_WRONLY |
  constants.O_APPEND |
  constants.O_CREAT |
  constants.O_EXCL |
  constants.O_NOFOLLOW;

function writing<T>(folder: LedgerFolder, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new IsotaxError(
      "CANNOT_WRITE",
      `${folder.path}: ${messageOf(error)}`,
      "isotax notes there what it makes, to clean it up: make room, or set XDG_STATE_HOME to another folder",
      { cause: error },
    );
  }
}

export interface Swept {
  /** The run that had died, or the file that should have named it. */
  readonly runId: string;
  readonly removed: readonly string[];
  /** What could not be removed. The ledger stays, and the next sweep tries again. */
  readonly problems: readonly string[];
  /** What was not obeyed. */
  readonly doubts: readonly Doubt[];
}

/**
 * Removes what the ledgers of dead runs name, and only that. Live runs are left alone, and so is
 * whatever another user may have written; what is damaged is set aside, and stops nothing else.
 */
export async function sweepDeadRuns(): Promise<readonly Swept[]> {
  try {
    using folder = LedgerFolder.find();
    if (folder === undefined) return [];
    const swept: Swept[] = [];
    for (const name of readdirSync(folder.at("."))) {
      removeIfNeverBegun(folder, name);
      if (!name.endsWith(LEDGER)) continue;
      const one = await sweepOne(folder, name);
      if (one !== undefined) swept.push(one);
    }
    return swept;
  } catch (error) {
    if (!(error instanceof Doubtful)) throw error;
    const { doubt } = error;
    return [{ runId: doubt.file, removed: [], problems: [], doubts: [doubt] }];
  }
}

const LEDGER = ".ndjson";

/** Killed before its ledger had a header, a run has made nothing. */
function removeIfNeverBegun(folder: LedgerFolder, name: string): void {
  const pid = /-(\d+)\.ndjson\.new$/.exec(name)?.[1];
  if (pid === undefined || identify(Number(pid)) !== undefined) return;
  try {
    rmSync(folder.at(name), { force: true });
  } catch {} // A folder by this name is nobody's ledger.
}

async function sweepOne(folder: LedgerFolder, name: string): Promise<Swept | undefined> {
  const path = `${folder.path}/${name}`;
  const nothing = { runId: name, removed: [], problems: [] };
  const reading = readLedger(folder, name);
  switch (reading.state) {
    case "gone":
      return undefined;
    case "doubtful":
      return { ...nothing, doubts: [reading.doubt] };
    case "damaged":
      return { ...nothing, doubts: [setAside(folder, name, reading.reason)] };
  }
  const { header, broken } = reading;
  if (isAlive(header.owner)) return undefined;
  const live = reading.live.filter((resource) => outlives(resource, header));
  const judged = await Promise.all(live.map((resource) => doubtAbout(path, resource)));
  const doubts = judged.filter((doubt) => doubt !== undefined);
  const removable = live.filter((_, index) => judged[index] === undefined);
  const problems = await removeAll(removable);
  if (problems.length === 0 && doubts.length === 0) {
    if (broken.length > 0) doubts.push(setAside(folder, name, brokenText(broken)));
    else rmSync(folder.at(name), { force: true });
  }
  return { runId: header.runId, removed: removable.map(describe), problems, doubts };
}

function brokenText(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(", ");
  const rest = lines.length > 5 ? ` and ${lines.length - 5} more` : "";
  return `is damaged: line ${shown}${rest} cannot be read`;
}

/** Out of the way of later sweeps, and kept for who wants to look into it. */
function setAside(folder: LedgerFolder, name: string, reason: string): Doubt {
  const file = `${folder.path}/${name}`;
  const names = [name, ...Array.from({ length: 99 }, (_, index) => `${name}.${index + 2}`)];
  const free = names
    .map((one) => `${one}.damaged`)
    .find((one) => lstatSync(folder.at(one), { throwIfNoEntry: false }) === undefined);
  try {
    if (free === undefined) throw new Error("there are too many of them");
    renameSync(folder.at(name), folder.at(free));
    return {
      file,
      reason: `${reason}; it was set aside as ${free}`,
      remedy: `what it would have named is not cleaned up: look for isotax-* that is left, then rm -r ${folder.path}/${free}`,
    };
  } catch (error) {
    return {
      file,
      reason: `${reason}; it could not be set aside: ${messageOf(error)}`,
      remedy: `rm -r ${file}`,
    };
  }
}

/** Processes and cgroups do not outlive a reboot, but their numbers and names may come again; registers do. */
function outlives({ kind }: Resource, header: Header): boolean {
  return header.bootId === bootId() || kind === "folder" || kind === "virtualbox-vm";
}

/** Why a resource that a ledger names is not to be touched. */
async function doubtAbout(file: string, resource: Resource): Promise<Doubt | undefined> {
  const problem = await problemOf(resource).catch(messageOf);
  if (problem === undefined) return undefined;
  return {
    file,
    reason: `names something that is not removed: ${describe(resource)} ${problem}`,
    remedy: `if it is of a run with another HOME or XDG_CACHE_HOME, clean with those; else rm ${file}`,
  };
}

async function problemOf(resource: Resource): Promise<string | undefined> {
  switch (resource.kind) {
    // Its number and its start tell it from every other.
    case "process-group":
      return undefined;
    case "cgroup":
      return cgroupProblem(resource.name);
    case "folder":
      return folderProblem(resource.path);
    case "docker-container":
      return nameProblem(resource.name) ?? (await hostProblem(resource.host));
    case "oci-container":
      return nameProblem(resource.id) ?? runtimeProblem(resource.runtime, resource.options ?? []);
    case "virtualbox-vm":
      return nameProblem(resource.name);
    case "vmware-vm":
      return pathProblem(resource.vmx);
  }
}

/** The daemon is a private one of ours, the usual one, or the one that the client is set up for. */
async function hostProblem(host: string): Promise<string | undefined> {
  const socket = /^unix:\/\/(\/.*)$/s.exec(host)?.[1];
  if (socket === USUAL_SOCKET || (socket !== undefined && isBelowOurs(socket))) return undefined;
  if (socket !== undefined && (await findEndpoint()).running?.host === host) return undefined;
  return `is at ${host}, which is no socket of ours, nor the one that Docker's client is set up for`;
}

const USUAL_SOCKET = "/var/run/docker.sock";

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
      // By the path that the kernel knows: mounts below a link would be taken for none, and emptied.
      if (existsSync(resource.path)) await detachMounts(realpathSync(resource.path));
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
  const remove = () => tryDocker(host, ["rm", "--force", "--volumes", name], PATIENCE);
  let { exitCode, stderr } = await remove();
  // The daemon removes it by itself, and is at it.
  for (let i = 0; i < 50 && stderr.includes("already in progress"); i++) {
    await sleep(100);
    ({ exitCode, stderr } = await remove());
  }
  if (exitCode === 0 || stderr.includes("No such container")) return;
  // A private daemon that is dead has taken its containers with it.
  if (isBelowOurs(socket) && stderr.includes("Cannot connect")) return;
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

export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
