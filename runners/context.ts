/** What the targets of one run share: names, folders, the ledger, and services. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { asMessage } from "../bench/errors.ts";
import { makeFolder } from "../bench/files.ts";
import { hashJson } from "../bench/hash.ts";
import { say } from "../bench/messages.ts";
import type { CpuTime, Footprint, Message, OpenSpec, Usage } from "../bench/types.ts";
import { Closers } from "./closers.ts";
import { allowedCpus } from "./host/cpus.ts";
import { cacheFolder, workFolder } from "./host/paths.ts";
import type { ShellText } from "./host/shell.ts";
import { isShortAndPlain, linkTo, makeShortFolder } from "./host/short-folder.ts";
import type { ImageReference } from "./images/own/reference.ts";
import { Account } from "./instance/account.ts";
import type { Order } from "./instance/recipe.ts";
import {
  type CgroupSupport,
  cgroupSupport,
  makeCgroup,
  makeParentCgroup,
} from "./kernel/cgroups.ts";
import { type CpuAccount, openAccount } from "./kernel/cpu-time.ts";
import { groupCharge, readFootprint } from "./kernel/memory.ts";
import { outerLimits } from "./kernel/outer-limits.ts";
import { isCounting, makeCountingGroup, takenBy } from "./kernel/usage.ts";
import { waitsIn } from "./kernel/waits.ts";
import type { Follower } from "./launch/launcher.ts";
import { type Entry, Ledger } from "./ledger/ledger.ts";
import type { Resource } from "./removers/index.ts";
import type { KvmRetry } from "./vm/qemu/kvm-verdicts.ts";

export interface RunContextOptions {
  readonly runId: string;
  /** The user's own kernel for VMs, instead of the downloaded one. */
  readonly guestKernel?: string;
  /** The user's own image, instead of the one that is built from the host's files. */
  readonly ownImage?: ImageReference;
  /** Whether packages and guest kernels may be fetched. */
  readonly mayFetch: boolean;
  /** When KVM is tried again. A bad verdict is a day old at most, unless this says otherwise. */
  readonly retryKvm?: KvmRetry;
}

/** If nothing else is asked for. */
export const PIDS_LIMIT = 4096;

/** The process limit of an instance, the same for every target that can be limited. */
export function pidsOf({ pids = PIDS_LIMIT }: Pick<OpenSpec, "pids">): number {
  return pids;
}

export class RunContext implements AsyncDisposable {
  readonly ledger: Ledger;
  /** What follows the processes that launchers start, while system calls are traced. */
  tracing: Follower | undefined;
  readonly cgroups: CgroupSupport;
  readonly #account: CpuAccount | undefined;
  /** The control group of the services that several instances share. */
  readonly #services: { readonly name: string; readonly join: readonly ShellText[] } | undefined;
  /**
   * The CPUs that may be used, read before the harness moves to its own. Services get all of them.
   */
  readonly cpus = allowedCpus();
  /** The cache folder, by a path that every tool accepts: its own, or a link to it for this run. */
  readonly cache: string;
  /** Holds the instances' folders, on the disk that holds the images, not on a tmpfs. */
  readonly workFolder: string;
  #shortFolder: string | undefined;
  /** Names this process's part of the run: a resumed run has several parts. */
  readonly #name: string;
  readonly #cgroupName: string;
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #closers = new Closers();
  #sequence = 0;

  constructor(readonly options: RunContextOptions) {
    // This comes first: where the folder cannot be made, there is nothing to enter into a ledger.
    makeFolder(workFolder());
    this.ledger = Ledger.open(options.runId);
    this.#name = `${options.runId}-${process.pid}`;
    const folder = join(workFolder(), this.#name);
    this.ledger.enter({ kind: "folder", path: folder });
    makeFolder(folder);
    const cache = cacheFolder();
    this.cache = isShortAndPlain(cache) ? cache : linkTo(cache, this.shortFolder);
    this.workFolder = this.told(folder);
    this.#cgroupName = `isotax-${this.#name}`;
    this.cgroups = this.#withParent(cgroupSupport());
    this.#account = openAccount(this.cgroups, this.#cgroupName);
    if (this.#account !== undefined && isCounting(this.cgroups)) {
      const name = this.cgroupName("services");
      this.#services = { name, join: makeCountingGroup(this.cgroups, name) };
    }
  }

  /** Shell lines that move a launcher or a daemon into the groups that `hostCpu` counts. */
  get accounting(): readonly ShellText[] {
    return this.#account?.join ?? [];
  }

  /**
   * The host's CPU time so far for everything that the run started; undefined if it cannot be
   * counted.
   */
  hostCpu(): CpuTime | undefined {
    return this.#account?.read();
  }

  /**
   * Shell lines that move a shared service, such as a daemon, into the group of the services, so
   * that its use is told apart from the instances' use.
   */
  get servicing(): readonly ShellText[] {
    return this.#services?.join ?? this.accounting;
  }

  /** Makes the account of an instance that will be opened; undefined if none can be kept. */
  openAccount(targetId: string): Account | undefined {
    if (this.#account === undefined || !isCounting(this.cgroups)) return undefined;
    const instance = this.instanceName(targetId);
    const name = `${this.#account.launchers}/${instance}`;
    return new Account(this, instance, name, makeCountingGroup(this.cgroups, name));
  }

  /**
   * The use of the instances' groups with these names, and of the shared services; undefined in the
   * same cases as `hostCpu`.
   */
  usage(names: readonly string[], options: { readonly memory: boolean }): Usage | undefined {
    if (this.#services === undefined || !isCounting(this.cgroups)) return undefined;
    return {
      own: takenBy(this.cgroups, names, options),
      shared: takenBy(this.cgroups, [this.#services.name], options),
    };
  }

  /** What the tasks of everything that the run started wait for: `waitsIn`. */
  waits(): readonly string[] {
    return this.#account === undefined ? [] : waitsIn(this.#account.groups.processes);
  }

  /** Memory that is charged to everything that the run started; undefined if none is. */
  charge(): Footprint["cgroup"] | undefined {
    const group = this.#account?.groups.memory;
    return group === undefined ? undefined : groupCharge(this.cgroups, group);
  }

  /**
   * Memory and disk use of everything that the run started; undefined if it cannot be told apart.
   */
  footprint(): Footprint | undefined {
    const account = this.#account;
    if (account === undefined) return undefined;
    const counted = { ...account.groups, disk: this.workFolder };
    return readFootprint(this.cgroups, counted);
  }

  /**
   * Makes the run's parent group. A hierarchy may look usable and still refuse, e.g. inside a
   * container.
   */
  #withParent(support: CgroupSupport): CgroupSupport {
    if (support.version === 0) return support;
    this.ledger.enter({ kind: "cgroup", name: this.#cgroupName });
    try {
      makeParentCgroup(support, this.#cgroupName, outerLimits());
      return support;
    } catch (error) {
      return { version: 0, reason: say("host.no-cgroups", { why: asMessage(error) }) };
    }
  }

  /** The folder for sockets, made when it is first asked for. */
  get shortFolder(): string {
    this.#shortFolder ??= makeShortFolder(this.ledger);
    return this.#shortFolder;
  }

  /** Makes a name for one instance: unique on this machine, and recognisable as ours. */
  instanceName(targetId: string): string {
    const target = partOfName(targetId);
    return `isotax-${this.#name}-${target}-${++this.#sequence}`;
  }

  /** The name of an instance's control group, below the run's group. */
  cgroupName(instance: string): string {
    return `${this.#cgroupName}/${instance}`;
  }

  /** Makes a fresh folder for an instance; `remove` deletes it. */
  instanceFolder(instance: string): { path: string; remove: () => Promise<void> } {
    // The parent folder is named after the run, so the name does not repeat it.
    const path = join(this.workFolder, instance.replace(`isotax-${this.#name}-`, ""));
    makeFolder(path);
    // Synchronously: these trees are small, and the thread pool takes twice the time.
    const remove = async () => rmSync(path, { recursive: true, force: true });
    return { path, remove };
  }

  /**
   * The control group that gives native processes the same size as every other target. It is made
   * once, because limiting is not part of what native does.
   */
  async sizingCgroup({ account, ...limits }: Order): Promise<readonly string[]> {
    const { cgroups } = this;
    if (cgroups.version === 0) return [];
    if (account !== undefined) return account.sizingCgroup(limits);
    // The name holds a hash, because a list of hundreds of CPUs is longer than a name may be.
    const name = this.cgroupName(`size-${hashJson(limits).slice(0, 12)}`);
    return this.shared(name, async () =>
      makeCgroup(cgroups, name, { ...limits, pids: pidsOf(limits) }),
    );
  }

  /** Makes something costly once in a run, when it is first asked for. */
  shared<T>(key: string, make: () => Promise<T>): Promise<T> {
    let made = this.#shared.get(key) as Promise<T> | undefined;
    if (made === undefined) {
      made = make();
      this.#shared.set(key, made);
      // A failure is not kept: the next attempt may succeed.
      made.catch(() => this.#shared.delete(key));
    }
    return made;
  }

  /**
   * Forgets a shared thing that is gone, e.g. a service that died. It is made again when next asked
   * for.
   */
  forget(key: string): void {
    this.#shared.delete(key);
  }

  /** The path to give to tools: a path in the cache folder goes through the run's link to it. */
  told(path: string): string {
    const cache = cacheFolder();
    return path.startsWith(`${cache}/`) ? this.cache + path.slice(cache.length) : path;
  }

  /** Adds a step that runs when the run ends; the steps run in reverse order. */
  onClose(closer: () => Promise<void>): void {
    this.#closers.defer(closer);
  }

  /**
   * Enters a resource into the ledger. A folder is entered by its real path, which stays right when
   * the run's link is gone.
   */
  enter(resource: Resource): Entry {
    if (resource.kind !== "folder") return this.ledger.enter(resource);
    const { path } = resource;
    const isLinked = path.startsWith(`${this.cache}/`);
    const own = isLinked ? cacheFolder() + path.slice(this.cache.length) : path;
    return this.ledger.enter({ kind: "folder", path: own });
  }

  /**
   * Ends the shared services and removes all resources that are left. Returns a message for each
   * that could not be removed; a sweep will try again.
   */
  async close(): Promise<readonly Message[]> {
    const problems: Message[] = [];
    await this.#closers.unwind(true).catch((error: unknown) => problems.push(asMessage(error)));
    return [...problems, ...(await this.ledger.close())];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/**
 * The longest part of a target's id in names: the id may hold a user's command, which may be longer
 * than any name.
 */
const LONGEST_PART = 32;

/** Turns a target's id into a part of names. A long id is cut, and a hash replaces the rest. */
export function partOfName(targetId: string): string {
  // A variant's parameter may hold characters that a container's name cannot have.
  const plain = targetId.replaceAll(/[^\w.-]/g, "-");
  if (plain.length <= LONGEST_PART) return plain;
  const hash = hashJson(targetId).slice(0, 8);
  return `${plain.slice(0, LONGEST_PART - hash.length - 1)}-${hash}`;
}
