import { join } from "node:path";
import { cacheFolder, stateFolder } from "../../bench/places.ts";

export { cacheFolder, stateFolder };

/** The parent of the folders of active runs, on the disk that holds the images, not on a tmpfs. */
export function workFolder(): string {
  return join(cacheFolder(), "work");
}

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
