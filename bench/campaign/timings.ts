/** How long cells took on this machine, so that the next run can say how long it will take. */
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Timings } from "../bench/estimate.ts";
import { makeFolder, replaceFile } from "../bench/files.ts";
import { parseJson, readText } from "../bench/untrusted.ts";
import { cacheFolder } from "../runners/host/paths.ts";

/** In seconds, by what was measured where. */
const TimingsSchema = z.record(z.string(), z.number().nonnegative());
const MOST_BYTES = 4 * 2 ** 20;

function file(): string {
  return join(cacheFolder(), "timings.json");
}

export function readTimings(): Timings {
  try {
    return TimingsSchema.parse(parseJson(readText(file(), MOST_BYTES)));
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
