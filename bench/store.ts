/**
 * The run folder on disk. run.json is replaced as a whole; records.ndjson only
 * grows, a flushed line for each cell, so that a crash loses at most the sample
 * in flight. Everything else in the folder is derived from these two.
 */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { IsotaxError } from "./errors.ts";
import { RECORDS, RUN, type StoredRun } from "./read-run.ts";
import type { Run, RunRecord } from "./schema.ts";

export { readRun, type StoredRun } from "./read-run.ts";

/** Whether a run can be written there; makes the folder. Errors: `IsotaxError`. */
export function checkOut(folder: string): void {
  if (existsSync(join(folder, RUN)) || existsSync(join(folder, RECORDS))) {
    throw new IsotaxError(
      "RUN_EXISTS",
      `${folder} holds a run already`,
      "choose another --out; or go on with it, if it is a run that was interrupted: isotax run --resume",
    );
  }
  if (existsSync(folder) && guarded(folder, () => readdirSync(folder)).length > 0) {
    throw new IsotaxError(
      "OUT_NOT_EMPTY",
      `${folder} is not empty and not a run folder`,
      "choose another --out",
    );
  }
  // Asked first, because mkdir says ENOENT for a read-only filesystem.
  guarded(folder, () => accessSync(nearestExisting(folder), constants.W_OK));
  makeFolder(folder);
  const probe = join(folder, ".writable");
  guarded(folder, () => writeFileSync(probe, "isotax"));
  rmSync(probe, { force: true });
}

/** A folder with those above it; one that is there already will do. Errors: `CANNOT_WRITE`. */
export function makeFolder(folder: string): void {
  guarded(folder, () => makeWithParents(folder));
}

/** Not by mkdir's own recursion: it never ends where no folder can be made, as below /proc. */
function makeWithParents(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(folder);
  if (!existsSync(parent)) makeWithParents(parent);
  mkdirSync(folder);
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

/**
 * Writes a folder of a run that is over. run.json comes last: what was cut short
 * has none, and passes for no run.
 */
export function writeRun(folder: string, run: Run, records: readonly RunRecord[]): void {
  checkOut(folder);
  try {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`);
    replaceFile(join(folder, RECORDS), lines.join(""));
    replaceFile(join(folder, RUN), `${JSON.stringify(run, null, 2)}\n`);
  } catch (error) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
    throw error;
  }
}

/** A run folder that is being written. */
export class RunWriter {
  readonly #records: number;

  private constructor(
    readonly folder: string,
    private current: Run,
  ) {
    this.#records = guarded(folder, () => openSync(join(folder, RECORDS), "a"));
    this.update({});
  }

  /** Starts a folder; one that holds a run already is refused. */
  static create(folder: string, run: Run): RunWriter {
    checkOut(folder);
    return new RunWriter(folder, run);
  }

  /** Goes on with a folder; the torn line of the sample in flight, if any, is cut off. */
  static resume(folder: string, stored: StoredRun): RunWriter {
    if (stored.torn) {
      guarded(folder, () => truncateSync(join(folder, RECORDS), stored.wholeBytes));
    }
    return new RunWriter(folder, { ...stored.run, status: "running" });
  }

  get run(): Run {
    return this.current;
  }

  append(record: RunRecord): void {
    guarded(this.folder, () => {
      const line = Buffer.from(`${JSON.stringify(record)}\n`);
      if (writeSync(this.#records, line) < line.length) {
        throw Object.assign(new Error("short write"), { code: "ENOSPC" });
      }
      fsyncSync(this.#records);
    });
  }

  update(change: Partial<Run>): void {
    this.current = { ...this.current, ...change };
    replaceFile(join(this.folder, RUN), `${JSON.stringify(this.current, null, 2)}\n`);
  }

  close(): void {
    closeSync(this.#records);
  }
}

/** Writes a file aside and renames it into place, so that readers never see half of it. */
export function replaceFile(file: string, content: string): void {
  guarded(file, () => {
    writeFileSync(`${file}.new`, content);
    renameSync(`${file}.new`, file);
  });
}

const STORAGE_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "free some space; what was recorded is kept, and --resume goes on from there",
  EDQUOT: "free some space; what was recorded is kept, and --resume goes on from there",
  EROFS: "choose a folder on a writable filesystem: --out DIR",
  EACCES: "choose a folder that you may write to: --out DIR",
  EPERM: "choose a folder that you may write to: --out DIR",
  ENOENT: "choose another --out: no folder can be made there, or it has been removed",
  ENOTDIR: "choose another --out: a part of the path is a file",
  EEXIST: "choose another --out: a part of the path is a file",
};

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const remedy = code === undefined ? undefined : STORAGE_REMEDIES[code];
    if (remedy === undefined) throw error;
    throw new IsotaxError("CANNOT_WRITE", `${path}: ${message}`, remedy, { cause: error });
  }
}
