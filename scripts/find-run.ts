/** Run folders, as a user names them. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";

const PARENT = "results";

/** Run folders in `results`, newest first. */
export function latestRuns(): readonly string[] {
  const parent = resolve(PARENT);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter(isRun)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
}

/**
 * The folder of a run: named by its path or by its id, or the latest. Whether a named folder holds
 * a run is for its reader to say. Errors: `NO_RUN`.
 */
export function runFolder(name: string | undefined): string {
  if (name !== undefined) {
    const inResults = resolve(PARENT, name);
    return !isRun(resolve(name)) && isRun(inResults) ? inResults : resolve(name);
  }
  const [latest] = latestRuns();
  if (latest !== undefined) return latest;
  throw new IsotaxError("NO_RUN", say("choices.no-run"), say("choices.name-run-folder"));
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, "run.json"));
}
