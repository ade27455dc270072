import { removeLeftAside } from "../bench/files.ts";
import { cacheFolder } from "../bench/places.ts";
import { type Swept, sweepDeadRuns } from "../runners/ledger/ledger.ts";
import type { Progress } from "./progress.ts";

/** Cleans up after runs that died, and says what it found. */
export async function sweep(progress: Progress): Promise<readonly Swept[]> {
  const swept = await sweepDeadRuns();
  removeLeftAside(cacheFolder(), (name) => name === "timings.json");
  for (const { runId, removed, problems, doubts } of swept) {
    if (removed.length > 0) {
      progress.say(`cleaned up after run ${runId}, which had died: ${removed.length} left-over(s)`);
      for (const what of removed) progress.say(`    ${what}`);
    }
    for (const problem of problems) progress.warn(`could not be removed: ${problem}`);
    for (const { file, reason, remedy } of doubts) {
      progress.warn(`${file} ${reason}\n    -> ${remedy}`);
    }
  }
  return swept;
}
