/**
 * The run folder on disk. run.json is replaced as a whole; records.ndjson only
 * grows, a flushed line for each cell, so that a crash loses at most the sample
 * in flight. Everything else in the folder is derived from these two.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { IsotaxError } from "./errors.ts";
import { LineFile, makeFolder, removeLeftAside, replaceFile, systemError } from "./files.ts";
import { RecordSchema, type Run, type RunRecord, RunSchema, SCHEMA_VERSION } from "./schema.ts";

const RUN = "run.json";
const RECORDS = "records.ndjson";

export interface StoredRun {
  readonly run: Run;
  readonly records: readonly RunRecord[];
  /** Bytes of records.ndjson that are whole lines; less than its size if the last line is torn. */
  readonly wholeBytes: number;
  readonly torn: boolean;
}

/** Reads and validates a run folder. Never changes it. Errors: `IsotaxError`. */
export function readRun(folder: string): StoredRun {
  const runFile = join(folder, RUN);
  const run = parseRun(runFile, readText(runFile, folder));
  const recordsFile = join(folder, RECORDS);
  const text = readText(recordsFile, folder);
  // A line is written with its newline in one go: what has none was cut off by a crash.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const records = whole
    .split("\n")
    .slice(0, -1)
    .map((line, index) => parseRecord(recordsFile, line, index + 1));
  return {
    run,
    records,
    wholeBytes: Buffer.byteLength(whole),
    torn: whole.length < text.length,
  };
}

function readText(file: string, folder: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new IsotaxError(
      "NOT_A_RUN",
      code === "ENOENT"
        ? `${folder} is not a run folder: it has no ${file.slice(folder.length + 1)}`
        : message,
      "name a folder that `isotax run` wrote; `isotax list` shows them",
    );
  }
}

function parseRun(file: string, text: string): Run {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new IsotaxError("BROKEN_RUN", `${file}: ${(error as Error).message}`, REFUSED);
  }
  const version = (document as { schema?: unknown } | null)?.schema;
  if (version !== SCHEMA_VERSION) {
    throw new IsotaxError(
      "OTHER_SCHEMA",
      `${file}: schema version ${JSON.stringify(version)}; this isotax reads ${SCHEMA_VERSION}`,
      "use the version of isotax that wrote the folder",
    );
  }
  const parsed = RunSchema.safeParse(document);
  if (!parsed.success) {
    throw new IsotaxError("BROKEN_RUN", `${file}: ${z.prettifyError(parsed.error)}`, REFUSED);
  }
  return parsed.data;
}

const REFUSED = "the file was changed or damaged; it is left as it is: restore it or run again";

function parseRecord(file: string, line: string, number: number): RunRecord {
  let document: unknown;
  try {
    document = JSON.parse(line);
  } catch (error) {
    throw new IsotaxError(
      "BROKEN_RECORD",
      `${file}, line ${number}: ${(error as Error).message}`,
      REFUSED,
    );
  }
  const parsed = RecordSchema.safeParse(document);
  if (!parsed.success) {
    throw new IsotaxError(
      "BROKEN_RECORD",
      `${file}, line ${number}: ${z.prettifyError(parsed.error)}`,
      REFUSED,
    );
  }
  return parsed.data;
}

/** Whether a run can be written there; makes the folder. Errors: `IsotaxError`. */
export function checkOut(folder: string): void {
  makeFolder(folder);
  removeHalfBegun(folder);
  const names = namesIn(folder);
  if (names.includes(RUN) || names.includes(RECORDS)) {
    throw new IsotaxError(
      "RUN_EXISTS",
      `${folder} holds a run already`,
      "choose another --out; or go on with it, if it is a run that was interrupted: isotax run --resume",
    );
  }
  if (names.length > 0) {
    throw new IsotaxError(
      "OUT_NOT_EMPTY",
      `${folder} is not empty and not a run folder`,
      "choose another --out",
    );
  }
  const probe = join(folder, PROBE);
  replaceFile(probe, "isotax");
  rmSync(probe, { force: true });
}

const PROBE = ".writable";

/** What a run left that was killed before it had a run.json. */
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
  readonly #records: LineFile;

  private constructor(
    readonly folder: string,
    private current: Run,
  ) {
    this.#records = new LineFile(join(folder, RECORDS));
  }

  /** Starts a folder; one that holds a run already is refused. */
  static create(folder: string, run: Run): RunWriter {
    checkOut(folder);
    const writer = new RunWriter(folder, run);
    writer.update({});
    return writer;
  }

  /** Goes on with a folder; the torn line of the sample in flight, if any, is cut off. */
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

/** A run that can no longer be written is not lost: its folder is named in the error. */
function keepsRecords(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof IsotaxError)) throw error;
    const remedy = `${error.remedy}; what was recorded is kept, and --resume goes on from there`;
    throw new IsotaxError(error.code, error.message, remedy, { cause: error });
  }
}
