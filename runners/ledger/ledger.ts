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
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { IsotaxError, messageOf } from "../../bench/errors.ts";
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
    for (const resource of this.#live.values()) endNow(resource);
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
  const live = reading.live.filter((resource) => mayBeThere(resource, header));
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

/** What did not outlive a reboot is gone, but its number or name may have come again. */
function mayBeThere(resource: Resource, header: Header): boolean {
  return header.bootId === bootId() || outlivesReboot(resource);
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

export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
