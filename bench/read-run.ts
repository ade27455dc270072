/**
 * Reads a run folder. The folder may come from anywhere, so its contents are bounded, validated and
 * checked against its own plan before they are used. Nothing is ever changed.
 */
import { closeSync, readSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { planProblem, RecordChecker } from "./check-records.ts";
import { IsotaxError } from "./errors.ts";
import { say } from "./messages.ts";
import { RecordSchema, type Run, type RunRecord, RunSchema, SCHEMA_VERSION } from "./schema.ts";
import {
  briefly,
  type OpenFile,
  openRegular,
  parseJson,
  readText,
  UnfitFile,
  utf8,
} from "./untrusted.ts";

export const RUN = "run.json";
export const RECORDS = "records.ndjson";

export interface StoredRun {
  readonly run: Run;
  readonly records: readonly RunRecord[];
  /**
   * Bytes of records.ndjson that are whole lines. Less than the file's size if the last line is
   * torn.
   */
  readonly wholeBytes: number;
  readonly torn: boolean;
}

const MIB = 2 ** 20;
/** The longest runs that can be requested need a tenth of these. */
const MOST_RUN_BYTES = 64 * MIB;
const MOST_RECORDS_BYTES = 512 * MIB;
/** A line of this many bytes holds millions of values. */
const MOST_LINE_BYTES = 64 * MIB;

/** Reads and validates a run folder. Errors: `IsotaxError`. */
export function readRun(folder: string): StoredRun {
  const runFile = join(folder, RUN);
  const run = reading(folder, runFile, () => parseRun(runFile, readText(runFile, MOST_RUN_BYTES)));
  const recordsFile = join(folder, RECORDS);
  return reading(folder, recordsFile, () => {
    const file = openRegular(recordsFile, MOST_RECORDS_BYTES);
    try {
      return { run, ...readRecords(file, recordsFile, run) };
    } finally {
      closeSync(file.fd);
    }
  });
}

function reading<T>(folder: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    const { code, what: problem } = error;
    // Without a system code, the file could be read, but its contents are wrong.
    if (code === undefined) {
      throw new IsotaxError("BROKEN_RUN", say("runs.in-file", { file, problem }), REFUSED);
    }
    throw new IsotaxError(
      "NOT_A_RUN",
      code === "ENOENT"
        ? say("runs.not-a-run", { folder, file: file.slice(folder.length + 1) })
        : problem,
      say("runs.name-a-run"),
      { cause: error },
    );
  }
}

const REFUSED = say("runs.damaged");

function parseRun(file: string, text: string): Run {
  const document = parseJson(text);
  const version = (document as { schema?: unknown } | null)?.schema;
  if (version !== SCHEMA_VERSION) {
    const found = (JSON.stringify(version) ?? "").slice(0, 100);
    throw new IsotaxError(
      "OTHER_SCHEMA",
      say("runs.other-schema", { file, found, known: SCHEMA_VERSION }),
      say("runs.use-its-version"),
    );
  }
  const run = validated(RunSchema, document);
  const problem = planProblem(run);
  if (problem !== undefined) throw new UnfitFile(problem);
  return run;
}

function validated<T>(schema: z.ZodType<T>, document: unknown): T {
  let parsed: ReturnType<typeof schema.safeParse>;
  try {
    parsed = schema.safeParse(document);
  } catch (error) {
    // The library itself cannot handle hundreds of thousands of errors, or of levels.
    if (!(error instanceof RangeError)) throw error;
    throw new UnfitFile(say("runs.too-deep"));
  }
  if (!parsed.success) throw new UnfitFile(briefly(parsed.error.issues));
  return parsed.data;
}

/** A line is written together with its newline. A line without one was cut off by a crash. */
function readRecords(file: OpenFile, name: string, run: Run): Omit<StoredRun, "run"> {
  const checker = new RecordChecker(run);
  const records: RunRecord[] = [];
  let wholeBytes = 0;
  const { torn } = eachLine(file, (line) => {
    try {
      const record = validated(RecordSchema, parseJson(utf8(line)));
      const problem = checker.problemOf(record);
      if (problem !== undefined) throw new UnfitFile(problem);
      records.push(record);
      wholeBytes += line.length + 1;
    } catch (error) {
      if (!(error instanceof UnfitFile)) throw error;
      const where = { file: name, line: records.length + 1 };
      throw new IsotaxError(
        "BROKEN_RECORD",
        say("runs.in-line", { ...where, problem: error.what }),
        REFUSED,
      );
    }
  });
  return { records, wholeBytes, torn };
}

const NEWLINE = 0x0a;

function eachLine({ fd }: OpenFile, take: (line: Buffer) => void): { readonly torn: boolean } {
  const chunk = Buffer.allocUnsafe(MIB);
  /** Parts of a line that continues in the next chunk. */
  let parts: Buffer[] = [];
  let bytes = 0;
  let lines = 0;
  const keep = (part: Buffer) => {
    bytes += part.length;
    if (bytes > MOST_LINE_BYTES) {
      throw new UnfitFile(
        say("runs.line-too-long", { line: lines + 1, mostBytes: MOST_LINE_BYTES }),
      );
    }
    parts.push(part);
  };
  for (;;) {
    const read = readSync(fd, chunk, 0, chunk.length, null);
    if (read === 0) return { torn: bytes > 0 };
    let from = 0;
    for (;;) {
      const end = chunk.subarray(0, read).indexOf(NEWLINE, from);
      if (end < 0) break;
      keep(chunk.subarray(from, end));
      take(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
      lines++;
      [parts, bytes, from] = [[], 0, end + 1];
    }
    // A copy is needed, because the chunk is reused.
    if (from < read) keep(Buffer.from(chunk.subarray(from, read)));
  }
}
