/** What one run shares between its targets: names, folders, the ledger, and services. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../bench/errors.ts";
import { makeFolder } from "../bench/files.ts";
import { hashJson } from "../bench/hash.ts";
import type { CpuTime, Footprint, Usage } from "../bench/types.ts";
import { Closers } from "./closers.ts";
import { allowedCpus } from "./host/cpus.ts";
import { cacheFolder, workFolder } from "./host/paths.ts";
import type { ShellText } from "./host/shell.ts";
import { isShortAndPlain, linkTo, makeShortFolder } from "./host/short-folder.ts";
import { Account } from "./instance/account.ts";
import type { Order } from "./instance/recipe.ts";
import {
  type CgroupSupport,
  cgroupSupport,
  makeCgroup,
  makeParentCgroup,
} from "./kernel/cgroups.ts";
import { type CpuAccount, openAccount } from "./kernel/cpu-time.ts";
import { readFootprint } from "./kernel/memory.ts";
import { isCounting, makeCountingGroup, takenBy } from "./kernel/usage.ts";
import { type Entry, Ledger } from "./ledger/ledger.ts";
import type { Resource } from "./removers/index.ts";

export interface RunContextOptions {
  readonly runId: string;
  /** The user's own kernel for VMs, instead of the downloaded one. */
  readonly guestKernel?: string;
  /** Whether packages and guest kernels may be fetched. */
  readonly mayFetch: boolean;
}

/** Most processes an instance may have, the same for each that can be limited. */
export const PIDS_LIMIT = 4096;

export class RunContext implements AsyncDisposable {
  readonly ledger: Ledger;
  readonly cgroups: CgroupSupport;
  readonly #account: CpuAccount | undefined;
  /** The group of what serves several instances. */
  readonly #services: { readonly name: string; readonly join: readonly ShellText[] } | undefined;
  /** CPUs that may be used, before the harness moves to its own: services get them all. */
  readonly cpus = allowedCpus();
  /** The cache folder by a path that every tool takes: its own, or a link to it for this run. */
  readonly cache: string;
  /** Instances' folders live here: on the disk that holds the images, not on a tmpfs. */
  readonly workFolder: string;
  #shortFolder: string | undefined;
  /** Names this process's part of the run: a run that is resumed has several. */
  readonly #name: string;
  readonly #cgroupName: string;
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #closers = new Closers();
  #sequence = 0;

  constructor(readonly options: RunContextOptions) {
    // Where nothing can be made there is nothing to enter either.
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

  /** Shell lines by which launchers and daemons become part of what `hostCpu` counts. */
  get accounting(): readonly ShellText[] {
    return this.#account?.join ?? [];
  }

  /** The host's CPU time so far for all that the run has started; undefined where it cannot be counted. */
  hostCpu(): CpuTime | undefined {
    return this.#account?.read();
  }

  /** Shell lines by which what serves several instances, such as a daemon, is told apart from them. */
  get servicing(): readonly ShellText[] {
    return this.#services?.join ?? this.accounting;
  }

  /** An account for an instance that is to be opened; undefined where none can be kept. */
  openAccount(targetId: string): Account | undefined {
    if (this.#account === undefined || !isCounting(this.cgroups)) return undefined;
    const instance = this.instanceName(targetId);
    const name = `${this.#account.launchers}/${instance}`;
    return new Account(this, instance, name, makeCountingGroup(this.cgroups, name));
  }

  /** What instances' groups of these names take, and what serves them; undefined as in `hostCpu`. */
  usage(names: readonly string[], options: { readonly memory: boolean }): Usage | undefined {
    if (this.#services === undefined || !isCounting(this.cgroups)) return undefined;
    return {
      own: takenBy(this.cgroups, names, options),
      shared: takenBy(this.cgroups, [this.#services.name], options),
    };
  }

  /** What all that the run has started takes of memory and disk; undefined where it cannot be told apart. */
  footprint(): Footprint | undefined {
    const account = this.#account;
    if (account === undefined) return undefined;
    const counted = { ...account.groups, disk: this.workFolder };
    return readFootprint(this.cgroups, counted);
  }

  /** A hierarchy may look usable and refuse all the same, e.g. inside a container. */
  #withParent(support: CgroupSupport): CgroupSupport {
    if (support.version === 0) return support;
    this.ledger.enter({ kind: "cgroup", name: this.#cgroupName });
    try {
      makeParentCgroup(support, this.#cgroupName);
      return support;
    } catch (error) {
      return { version: 0, reason: `control groups cannot be made: ${messageOf(error)}` };
    }
  }

  /** For sockets: made when it is first asked for. */
  get shortFolder(): string {
    this.#shortFolder ??= makeShortFolder(this.ledger);
    return this.#shortFolder;
  }

  /** A name for one instance, unique on this machine and recognisably ours. */
  instanceName(targetId: string): string {
    const target = partOfName(targetId);
    return `isotax-${this.#name}-${target}-${++this.#sequence}`;
  }

  /** Name of a control group of an instance, below the run's. */
  cgroupName(instance: string): string {
    return `${this.#cgroupName}/${instance}`;
  }

  /** A fresh folder for an instance; `remove` deletes it. */
  instanceFolder(instance: string): { path: string; remove: () => Promise<void> } {
    // The folder that it lies in is named after the run.
    const path = join(this.workFolder, instance.replace(`isotax-${this.#name}-`, ""));
    makeFolder(path);
    // At once, not step by step in the thread pool: these trees are small, and it takes half the time.
    const remove = async () => rmSync(path, { recursive: true, force: true });
    return { path, remove };
  }

  /**
   * The control group that gives native processes the size that every other
   * target gets. It is made once: being limited is no part of what native does.
   */
  async sizingCgroup({ account, ...limits }: Order): Promise<readonly string[]> {
    const { cgroups } = this;
    if (cgroups.version === 0) return [];
    if (account !== undefined) return account.sizingCgroup(limits);
    // Not by the CPUs themselves: the list of hundreds is longer than a name may be.
    const name = this.cgroupName(`size-${hashJson(limits).slice(0, 12)}`);
    return this.shared(name, async () =>
      makeCgroup(cgroups, name, { ...limits, pids: PIDS_LIMIT }),
    );
  }

  /** Something costly that is made once a run, when first asked for. */
  shared<T>(key: string, make: () => Promise<T>): Promise<T> {
    let made = this.#shared.get(key) as Promise<T> | undefined;
    if (made === undefined) {
      made = make();
      this.#shared.set(key, made);
      // A failure is not kept: what was interrupted or out of order may work next time.
      made.catch(() => this.#shared.delete(key));
    }
    return made;
  }

  /** What was shared is gone, e.g. a service that has died: it is made anew when next asked for. */
  forget(key: string): void {
    this.#shared.delete(key);
  }

  /** A path as tools are told it, if it lies in the cache folder. */
  told(path: string): string {
    const cache = cacheFolder();
    return path.startsWith(`${cache}/`) ? this.cache + path.slice(cache.length) : path;
  }

  /** Runs when the run ends, in reverse order. */
  onClose(closer: () => Promise<void>): void {
    this.#closers.defer(closer);
  }

  /** Enters a resource, a folder by its own path: that is still right when the run's link is gone. */
  enter(resource: Resource): Entry {
    if (resource.kind !== "folder") return this.ledger.enter(resource);
    const { path } = resource;
    const isLinked = path.startsWith(`${this.cache}/`);
    const own = isLinked ? cacheFolder() + path.slice(this.cache.length) : path;
    return this.ledger.enter({ kind: "folder", path: own });
  }

  /** Ends what is shared and removes what is left. Returns what could not be: a sweep will try again. */
  async close(): Promise<readonly string[]> {
    const problems: string[] = [];
    await this.#closers.unwind(true).catch((error: unknown) => problems.push(messageOf(error)));
    return [...problems, ...(await this.ledger.close())];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** What is left of a target's id in names: a command of the user's may be longer than any name. */
const LONGEST_PART = 32;

/** A target's id as a part of names: plain, and cut where it is long, with a hash in place of the rest. */
export function partOfName(targetId: string): string {
  // A variant's parameter may hold what no name of a container can.
  const plain = targetId.replaceAll(/[^\w.-]/g, "-");
  if (plain.length <= LONGEST_PART) return plain;
  const hash = hashJson(targetId).slice(0, 8);
  return `${plain.slice(0, LONGEST_PART - hash.length - 1)}-${hash}`;
}
