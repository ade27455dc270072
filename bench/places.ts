/** Where isotax keeps things, and by which variable a user moves each place. */
import { userInfo } from "node:os";
import { join, resolve, sep } from "node:path";
import { IsotaxError } from "./errors.ts";
import { say } from "./messages.ts";
import type { Message } from "./types.ts";

/** For everything that can be made again: images, guest kernels, Docker's private data. */
export function cacheFolder(): string {
  return join(xdg("XDG_CACHE_HOME", ".cache"), "isotax");
}

/** For what must survive a crash: the ledgers of live and dead runs. */
export function stateFolder(): string {
  return join(xdg("XDG_STATE_HOME", ".local/state"), "isotax");
}

function xdg(variable: string, fallback: string): string {
  const value = process.env[variable];
  // The specification says that relative paths are invalid and must be ignored.
  return value?.startsWith("/") === true ? value : join(home(variable), fallback);
}

/** Errors: `NO_HOME` if neither the environment nor the password file has a home folder. */
function home(variable: string): string {
  const { HOME } = process.env;
  if (HOME?.startsWith("/") === true) return HOME;
  try {
    const { homedir } = userInfo();
    if (homedir.startsWith("/")) return homedir;
  } catch {} // No such user in the password file, as in many containers.
  throw new IsotaxError("NO_HOME", say("files.no-home"), say("files.set-home", { variable }));
}

/** How to choose another place for this path. Undefined if the user chose it. */
export function otherPlaceThan(path: string): Message | undefined {
  const absolute = resolve(path);
  const isBelow = (folder: () => string) => {
    try {
      return `${absolute}${sep}`.startsWith(`${folder()}${sep}`);
    } catch {
      return false; // There is no home folder.
    }
  };
  if (isBelow(cacheFolder)) return say("files.other-cache");
  if (isBelow(stateFolder)) return say("files.other-state");
  // These are native's copies of our files. Their path is as long as the one inside.
  if (/^\/var\/tmp\/isotax-\w{6}(?:\/|$)/.test(absolute)) return say("files.other-var-tmp");
  if (absolute.startsWith("/sys/fs/cgroup/")) return say("files.other-cgroups");
  return undefined;
}
