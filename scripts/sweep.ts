import { join } from "node:path";
import { removeLeftAside } from "../bench/files.ts";
import { cacheFolder, stateFolder } from "../bench/places.ts";
import { type Swept, sweepDeadRuns } from "../runners/resources.ts";
import type { Progress } from "./progress.ts";

/** Cleans up after runs that died, and says what it found. */
export async function sweep(progress: Progress): Promise<readonly Swept[]> {
  const swept = await sweepDeadRuns();
  removeLeftAside(join(stateFolder(), "ledgers"), (name) => name.endsWith(".ndjson"));
  removeLeftAside(cacheFolder(), (name) => name === "timings.json");
  for (const { runId, removed, problems } of swept) {
    if (removed.length > 0) {
      progress.say(`cleaned up after run ${runId}, which had died: ${removed.length} left-over(s)`);
      for (const what of removed) progress.say(`    ${what}`);
    }
    for (const problem of problems) progress.warn(`could not be removed: ${problem}`);
  }
  return swept;
}
