/** Reads runs to compare. They must be complete. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { asMessage, IsotaxError } from "../errors.ts";
import { say } from "../messages.ts";
import { type Analysis, analyze } from "../stats/analyze.ts";
import { readRun, type StoredRun } from "../store.ts";
import type { Message } from "../types.ts";
import type { Emit } from "./events.ts";

/** What a run is to the command that reads it. Errors name it. */
export type RunRole = "run" | "first" | "second" | "baseline" | "history" | "judged" | "anchor";

/** Errors: `IsotaxError` for a folder that is no run, is damaged, or lacks a part. */
export function readWholeRun(folder: string, role: RunRole): StoredRun {
  return readAnalyzedRun(folder, role).stored;
}

/** The same, with the analysis that it needs anyway. Errors: as `readWholeRun`. */
export function readAnalyzedRun(
  folder: string,
  role: RunRole,
): { readonly stored: StoredRun; readonly analysis: Analysis } {
  const stored = readRun(resolve(folder));
  const { run, torn } = stored;
  if (torn) {
    throw new IsotaxError(
      "TRUNCATED_RUN",
      say("campaign.cut-off", { role, folder }),
      say("campaign.copy-or-measure"),
    );
  }
  if (run.status !== "complete") {
    throw new IsotaxError(
      "INCOMPLETE_RUN",
      say("campaign.not-complete", { role, folder, status: run.status }),
      say("campaign.go-on", { folder }),
    );
  }
  // A file that was cut at the end of a line looks whole.
  const analysis = analyze(run, stored.records);
  const lost = analysis.notMeasured.filter(({ status }) => status === "missing");
  if (lost[0] !== undefined) {
    const { workload, target, rounds } = lost[0];
    throw new IsotaxError(
      "TRUNCATED_RUN",
      say("campaign.record-lost", { role, folder, workload, target, rounds }),
      say("campaign.copied-in-part"),
    );
  }
  return { stored, analysis };
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
): { readonly runs: readonly StoredRun[]; readonly left: readonly Message[] } {
  const folders = namesIn(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, "run.json")))
    .filter((folder) => except === undefined || resolve(folder) !== resolve(except));
  const left: Message[] = [];
  const runs = folders.flatMap((folder) => {
    try {
      const stored = readWholeRun(folder, "history");
      // A gate measures two sides in turns, without native. It is not part of the history.
      return stored.run.gate === undefined ? [stored] : [];
    } catch (error) {
      const reason = asMessage(error);
      emit({ kind: "left-out", reason });
      left.push(say("campaign.left-out", { why: reason }));
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
    throw new IsotaxError(
      "NO_HISTORY",
      whyNot(resolve(folder), code, error),
      say("campaign.name-history"),
    );
  }
}

function whyNot(folder: string, code: string | undefined, error: unknown): Message {
  if (code === "ENOENT") return say("campaign.history-absent", { folder });
  if (code === "ENOTDIR") return say("campaign.history-is-file", { folder });
  return say("campaign.history-unreadable", { folder, why: asMessage(error) });
}
