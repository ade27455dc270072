import { join } from "node:path";
import { cacheFolder, stateFolder } from "../../bench/places.ts";

export { cacheFolder, stateFolder };

/** Parent of the folders of runs under way: on the disk that holds the images, not on a tmpfs. */
export function workFolder(): string {
  return join(cacheFolder(), "work");
}

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
