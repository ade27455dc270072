/**
 * The run folder on disk. run.json is replaced as a whole. records.ndjson only grows, by a flushed
 * line for each cell, so that a crash loses at most the sample in flight. Everything else in the
 * folder is derived from these two.
 */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "./errors.ts";
import { LineFile, makeFolder, removeLeftAside, replaceFile, systemError } from "./files.ts";
import { say } from "./messages.ts";
import { RECORDS, RUN, type StoredRun } from "./read-run.ts";
import type { Run, RunRecord } from "./schema.ts";

export { readRun, type StoredRun } from "./read-run.ts";

/** Checks that a run can be written there, and makes the folder. Errors: `IsotaxError`. */
export function checkOut(folder: string): void {
  makeFolder(folder);
  removeHalfBegun(folder);
  const names = namesIn(folder);
  if (names.includes(RUN) || names.includes(RECORDS)) {
    throw new IsotaxError(
      "RUN_EXISTS",
      say("runs.exists", { folder }),
      say("runs.resume-or-other-out"),
    );
  }
  if (names.length > 0) {
    throw new IsotaxError(
      "OUT_NOT_EMPTY",
      say("runs.out-not-empty", { folder }),
      say("files.other-out"),
    );
  }
  const probe = join(folder, PROBE);
  replaceFile(probe, "isotax");
  rmSync(probe, { force: true });
}

const PROBE = ".writable";

/** Removes what a run left that was killed before it had a run.json. */
function removeHalfBegun(folder: string): void {
  removeLeftAside(folder, (name) => [RUN, RECORDS, PROBE].includes(name));
  rmSync(join(folder, PROBE), { force: true });
  const records = join(folder, RECORDS);
  if (existsSync(join(folder, RUN)) || statSync(records, { throwIfNoEntry: false })?.size !== 0) {
    return;
  }
  rmSync(records, { force: true });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw systemError(error) ?? error;
  }
}

/**
 * Writes the folder of a finished run. run.json comes last, so a folder that was cut short has
 * none, and does not count as a run.
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
  readonly #records: LineFile;

  private constructor(
    readonly folder: string,
    private current: Run,
  ) {
    this.#records = new LineFile(join(folder, RECORDS));
  }

  /** Starts a folder. A folder that already holds a run is refused. */
  static create(folder: string, run: Run): RunWriter {
    checkOut(folder);
    const writer = new RunWriter(folder, run);
    writer.update({});
    return writer;
  }

  /** Resumes a folder. The torn line of the sample in flight, if any, is cut off. */
  static resume(folder: string, stored: StoredRun): RunWriter {
    removeLeftAside(folder, (name) => [RUN, RECORDS].includes(name));
    const writer = new RunWriter(folder, stored.run);
    if (stored.torn) keepsRecords(() => writer.#records.cutTo(stored.wholeBytes));
    writer.update({ status: "running" });
    return writer;
  }

  get run(): Run {
    return this.current;
  }

  append(record: RunRecord): void {
    keepsRecords(() => this.#records.append(JSON.stringify(record)));
  }

  update(change: Partial<Run>): void {
    this.current = { ...this.current, ...change };
    keepsRecords(() =>
      replaceFile(join(this.folder, RUN), `${JSON.stringify(this.current, null, 2)}\n`),
    );
  }

  close(): void {
    this.#records.close();
  }
}

/** Says in the error that what was recorded is kept, if a run can no longer be written. */
function keepsRecords(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof IsotaxError)) throw error;
    const remedy = say("runs.records-kept", { remedy: error.remedy });
    throw new IsotaxError(error.code, error.what, remedy, { cause: error });
  }
}
