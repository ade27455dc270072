/** How long cells took on this machine, so that the next run can say how long it will take. */
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Timings } from "../estimate.ts";
import { makeFolder, replaceFile } from "../files.ts";
import { cacheFolder } from "../places.ts";
import { parseJson, readText } from "../untrusted.ts";

/** In seconds, by what was measured where. */
const TimingsSchema = z.record(z.string(), z.number().nonnegative());
const MOST_BYTES = 4 * 2 ** 20;
/** The name of the file in the cache. */
export const TIMINGS = "timings.json";

function file(): string {
  return join(cacheFolder(), TIMINGS);
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
