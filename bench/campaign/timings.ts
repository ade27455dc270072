/** Stores how long cells took on this machine, so that the next run can estimate its duration. */
import { dirname, join } from "node:path";
import { z } from "zod";
import { makeFolder, removeLeftAside, replaceFile } from "../files.ts";
import { cacheFolder } from "../places.ts";
import { parseJson, readText } from "../untrusted.ts";
import type { Timings } from "./estimate.ts";
import type { TimingStore } from "./machine.ts";

/** In seconds, by `timingKey`. */
const TimingsSchema = z.record(z.string(), z.number().nonnegative());
const MOST_BYTES = 4 * 2 ** 20;
const NAME = "timings.json";

function file(): string {
  return join(cacheFolder(), NAME);
}

export function readTimings(): Timings {
  try {
    return TimingsSchema.parse(parseJson(readText(file(), MOST_BYTES)));
  } catch {
    return {};
  }
}

function saveTimings(timings: Timings): void {
  try {
    makeFolder(dirname(file()));
    replaceFile(file(), JSON.stringify({ ...readTimings(), ...timings }));
  } catch {} // The next run estimates anew; this one must not fail for it.
}

/** Removes what a run left behind that was killed while it wrote the file. */
export function sweepTimings(): void {
  removeLeftAside(cacheFolder(), (name) => name === NAME);
}

export const CACHED_TIMINGS: TimingStore = { read: readTimings, save: saveTimings };
