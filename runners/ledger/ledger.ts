/**
 * The ledger: every resource outside our process. Each is entered on disk before it is made, and
 * struck out when it is gone. The next run, or `isotax clean`, cleans up after a killed run.
 * A ledger is a file of JSON lines: a header that names the process that owns it, then one line for
 * each resource made and removed. Lines reach the page cache at once, which survives the death of
 * our process. After a power loss only folders are left to clean.
 */
import {
  closeSync,
  constants,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { asMessage, IsotaxError, SaidError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { identify, isAlive } from "../host/process.ts";
import {
  describe,
  endNow,
  outlivesReboot,
  problemOf,
  type Resource,
  removeResource,
} from "../removers/index.ts";
import { type Header, type Line, readLedger } from "./file.ts";
import { type Doubt, Doubtful, LedgerFolder } from "./folder.ts";

export interface Entry {
  /** Strikes out the entry. Call it when the resource is known to be gone. */
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

  /** Opens a ledger. Errors: `IsotaxError` if no ledger can be kept that a later run would obey. */
  static open(runId: string): Ledger {
    const owner = identify(process.pid);
    if (owner === undefined) throw new Error("cannot read /proc/self/stat");
    const folder = LedgerFolder.make();
    const name = `${runId}-${process.pid}.ndjson`;
    // The file gets its name with its header in it: a sweep would take it for damaged without one.
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

  /**
   * Removes everything that is still entered, newest first. The ledger is removed only if nothing
   * is left.
   */
  async close(): Promise<readonly Message[]> {
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

  /** Kills every process group at once, without waiting. A sweep does the rest. */
  killProcessesNow(): void {
    for (const resource of this.#live.values()) endNow(resource);
  }

  #append(line: Line | Header): void {
    writing(this.folder, () => {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      if (writeSync(this.fd, bytes) < bytes.length) {
        // Half a line would damage the next one.
        ftruncateSync(this.fd, this.#bytes);
        throw new SaidError(say("leftovers.no-room-for-line"));
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
      say("leftovers.ledger-not-written", { folder: folder.path, why: asMessage(error) }),
      say("leftovers.other-state"),
      { cause: error },
    );
  }
}

export interface Swept {
  /** The dead run, or the file that should have named it. */
  readonly runId: string;
  readonly removed: readonly Message[];
  /** Resources that could not be removed. The ledger stays, and the next sweep tries again. */
  readonly problems: readonly Message[];
  /** Files and entries that were not obeyed. */
  readonly doubts: readonly Doubt[];
}

/**
 * Removes the resources that the ledgers of dead runs name, and only those. Live runs are left
 * alone, and so are files that another user may have written. A damaged ledger is set aside, and
 * the sweep goes on.
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

/** Removes a ledger that never got its header: its run was killed before it made anything. */
function removeIfNeverBegun(folder: LedgerFolder, name: string): void {
  const pid = /-(\d+)\.ndjson\.new$/.exec(name)?.[1];
  if (pid === undefined || identify(Number(pid)) !== undefined) return;
  try {
    rmSync(folder.at(name), { force: true });
  } catch {} // A folder with this name is not a ledger.
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
  const live = reading.live.filter((resource) => mayBeThere(resource, header));
  const judged = await Promise.all(live.map((resource) => doubtAbout(path, resource)));
  const doubts = judged.filter((doubt) => doubt !== undefined);
  const removable = live.filter((_, index) => judged[index] === undefined);
  const problems = await removeAll(removable);
  if (problems.length === 0 && doubts.length === 0) {
    if (broken.length > 0) doubts.push(setAside(folder, name, brokenLines(broken)));
    else rmSync(folder.at(name), { force: true });
  }
  return { runId: header.runId, removed: removable.map(describe), problems, doubts };
}

function brokenLines(lines: readonly number[]): Message {
  const shown = lines.slice(0, 5);
  return say("leftovers.broken-lines", { lines: shown, more: lines.length - shown.length });
}

/** Renames a ledger, so that later sweeps skip it and people can still read it. */
function setAside(folder: LedgerFolder, name: string, reason: Message): Doubt {
  const file = `${folder.path}/${name}`;
  const names = [name, ...Array.from({ length: 99 }, (_, index) => `${name}.${index + 2}`)];
  const free = names
    .map((one) => `${one}.damaged`)
    .find((one) => lstatSync(folder.at(one), { throwIfNoEntry: false }) === undefined);
  try {
    if (free === undefined) throw new SaidError(say("leftovers.too-many-set-aside"));
    renameSync(folder.at(name), folder.at(free));
    return {
      file,
      reason: say("leftovers.set-aside", { reason, name: free }),
      remedy: say("leftovers.look-yourself", { file: `${folder.path}/${free}` }),
    };
  } catch (error) {
    return {
      file,
      reason: say("leftovers.not-set-aside", { reason, why: asMessage(error) }),
      remedy: say("leftovers.remove-file", { file }),
    };
  }
}

/**
 * Whether a resource may still exist. After a reboot most are gone, but their pids or names may be
 * in use again.
 */
function mayBeThere(resource: Resource, header: Header): boolean {
  return header.bootId === bootId() || outlivesReboot(resource);
}

/** Why a resource that a ledger names must not be touched; undefined if it may be removed. */
async function doubtAbout(file: string, resource: Resource): Promise<Doubt | undefined> {
  const problem = await problemOf(resource).catch(asMessage);
  if (problem === undefined) return undefined;
  return {
    file,
    reason: say("leftovers.not-obeyed", { what: describe(resource), problem }),
    remedy: say("leftovers.clean-with-its-home", { file }),
  };
}

async function removeAll(resources: readonly Resource[]): Promise<Message[]> {
  const problems: Message[] = [];
  for (const resource of [...resources].reverse()) {
    try {
      await removeResource(resource);
    } catch (error) {
      problems.push(
        say("leftovers.not-removed", { what: describe(resource), why: asMessage(error) }),
      );
    }
  }
  return problems;
}

export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
