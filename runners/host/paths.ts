import { homedir } from "node:os";
import { join } from "node:path";

function xdg(variable: string, fallback: string): string {
  const value = process.env[variable];
  // The specification says that relative paths are invalid and to be ignored.
  return value?.startsWith("/") === true ? value : join(homedir(), fallback);
}

/** Everything that can be made again: images, guest kernels, Docker's private data. */
export function cacheFolder(): string {
  return join(xdg("XDG_CACHE_HOME", ".cache"), "isotax");
}

/** Parent of the folders of runs under way: on the disk that holds the images, not on a tmpfs. */
export function workFolder(): string {
  return join(cacheFolder(), "work");
}

/** What must survive a crash: the ledgers of live and dead runs. */
export function stateFolder(): string {
  return join(xdg("XDG_STATE_HOME", ".local/state"), "isotax");
}

export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
