/** The runs of a site: found in folders, read once, and each counted once. */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { readAnalyzedRun } from "../bench/campaign/whole-run.ts";
import { decideClaims } from "../bench/claims/decide.ts";
import { asMessage, IsotaxError } from "../bench/errors.ts";
import { systemError } from "../bench/files.ts";
import { say } from "../bench/messages.ts";
import { RUN } from "../bench/read-run.ts";
import { digestRun, type RunDigest } from "../bench/stats/run-digest.ts";
import type { Message } from "../bench/types.ts";
import { isMeasured } from "../reports/claims.ts";
import { extents } from "../reports/claims-figures.ts";
import type { KnownRun, SiteStore } from "./site-store.ts";

export interface SiteRuns {
  readonly digests: readonly RunDigest[];
  readonly known: readonly KnownRun[];
  /** Those that were not known from an earlier build. */
  readonly read: readonly RunDigest[];
  /** Folders that hold no run that counts, and why. */
  readonly left: readonly LeftOut[];
}

export interface LeftOut {
  readonly folder: string;
  readonly why: Message;
  /** A run that goes on, or was interrupted, is no error. */
  readonly broken: boolean;
}

/** Errors: `NO_FOLDER` for a folder that cannot be looked into. */
export function runsOf(folders: readonly string[], store: SiteStore): SiteRuns {
  const runs = new Map<string, { readonly known: KnownRun; readonly digest: RunDigest }>();
  const read: RunDigest[] = [];
  const left: LeftOut[] = [];
  for (const folder of new Set(folders.flatMap(runFoldersIn).map((path) => realpathSync(path)))) {
    try {
      const { is, digest: before } = store.known(folder);
      const digest = before ?? digestIn(folder);
      const { runId } = digest;
      const other = runs.get(runId);
      if (other !== undefined && other.known.sha256 !== is.sha256) {
        left.push({ folder, why: say("site.other-run", { runId }), broken: true });
      } else if (other === undefined) {
        runs.set(runId, { known: { runId, ...is }, digest });
        if (before === undefined) read.push(digest);
      }
    } catch (error) {
      if (isIncomplete(error)) {
        left.push({ folder, why: say("site.not-complete"), broken: false });
      } else {
        left.push({ folder, why: asMessage(systemError(error) ?? error), broken: true });
      }
    }
  }
  const all = [...runs.values()];
  return {
    digests: all.map(({ digest }) => digest),
    known: all.map(({ known }) => known),
    read,
    left,
  };
}

/** The folder itself if it is one of a run; else those in it, as `list` and `gate` look for them. */
function runFoldersIn(folder: string): readonly string[] {
  const path = resolve(folder);
  if (existsSync(join(path, RUN))) return [path];
  try {
    return readdirSync(path)
      .sort()
      .map((name) => join(path, name))
      .filter((one) => existsSync(join(one, RUN)));
  } catch (error) {
    const what = asMessage(systemError(error) ?? error);
    throw new IsotaxError("NO_FOLDER", what, say("terminal.name-parent"));
  }
}

function isIncomplete(error: unknown): boolean {
  return error instanceof IsotaxError && error.code === "INCOMPLETE_RUN";
}

function digestIn(folder: string): RunDigest {
  const { stored, analysis } = readAnalyzedRun(folder, "run");
  const { run } = stored;
  const measured = decideClaims(run, analysis).results.flatMap((result) => {
    const { id, says, verdict, parts } = result;
    if (!isMeasured(result) || verdict === "not-measured") return [];
    return [{ id, says, verdict, figures: [...extents(parts)] }];
  });
  return digestRun(run, analysis, measured);
}
