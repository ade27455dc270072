/** Reads runs to compare. They must be complete. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { IsotaxError, messageOf } from "../errors.ts";
import { analyze } from "../stats/analyze.ts";
import { readRun, type StoredRun } from "../store.ts";
import type { Emit } from "./events.ts";

/** Errors: `IsotaxError` for a folder that is no run, is damaged, or lacks a part. */
export function readWholeRun(folder: string, role: string): StoredRun {
  const stored = readRun(resolve(folder));
  const { run, torn } = stored;
  if (torn) {
    throw new IsotaxError(
      "TRUNCATED_RUN",
      `${role}, ${folder}: the last line of records.ndjson is cut off`,
      "it was copied in part, or its run was killed: copy it again, or measure it anew",
    );
  }
  if (run.status !== "complete") {
    throw new IsotaxError(
      "INCOMPLETE_RUN",
      `${role}, ${folder}, is not complete: ${run.status}`,
      `go on with it (isotax run --resume ${folder}), or measure it anew`,
    );
  }
  // A file that was cut at the end of a line looks whole.
  const lost = analyze(run, stored.records).notMeasured.filter(
    ({ status }) => status === "missing",
  );
  if (lost[0] !== undefined) {
    const { workload, target, rounds } = lost[0];
    throw new IsotaxError(
      "TRUNCATED_RUN",
      `${role}, ${folder}: it says that it is complete, and has no record of ${workload} on ${target} in round ${rounds.join(", ")}`,
      "it was copied in part: copy it again, or measure it anew",
    );
  }
  return stored;
}

/**
 * The complete runs in the folders of a folder, oldest first, without `except`. Unreadable runs are
 * reported and left out, because a history lives for years. Errors: `NO_HISTORY` if the folder
 * cannot be read.
 */
export function readHistory(
  parent: string,
  except: string | undefined,
  emit: Emit,
): { readonly runs: readonly StoredRun[]; readonly left: readonly string[] } {
  const folders = namesIn(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, "run.json")))
    .filter((folder) => except === undefined || resolve(folder) !== resolve(except));
  const left: string[] = [];
  const runs = folders.flatMap((folder) => {
    try {
      const stored = readWholeRun(folder, "a run of the history");
      // A gate measures two sides in turns, without native. It is not part of the history.
      return stored.run.gate === undefined ? [stored] : [];
    } catch (error) {
      const reason = messageOf(error);
      emit({ kind: "left-out", reason });
      left.push(`left out of the history: ${reason}`);
      return [];
    }
  });
  runs.sort((a, b) => Date.parse(a.run.createdAt) - Date.parse(b.run.createdAt));
  return { runs, left };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = (code && WHY_NOT[code]) ?? `cannot be read: ${messageOf(error)}`;
    throw new IsotaxError(
      "NO_HISTORY",
      `${resolve(folder)} ${problem}`,
      "name the folder in which the folders of earlier runs lie",
    );
  }
}

const WHY_NOT: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "is a file",
};
