/** How long cells took on this machine, so that the next run can say how long it will take. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Timings } from "../bench/estimate.ts";
import { makeFolder, replaceFile } from "../bench/files.ts";
import { cacheFolder } from "../runners/host/paths.ts";

function file(): string {
  return join(cacheFolder(), "timings.json");
}

export function readTimings(): Timings {
  try {
    return JSON.parse(readFileSync(file(), "utf8")) as Timings;
  } catch {
    return {};
  }
}

export function saveTimings(timings: Timings): void {
  try {
    makeFolder(dirname(file()));
    replaceFile(file(), JSON.stringify({ ...readTimings(), ...timings }));
  } catch {} // The next run estimates anew; this one must not fail for it.
}
