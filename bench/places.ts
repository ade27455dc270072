/** Where isotax keeps things, and by which variable a user moves each place. */
import { userInfo } from "node:os";
import { join, resolve, sep } from "node:path";
import { IsotaxError } from "./errors.ts";

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
  throw new IsotaxError(
    "NO_HOME",
    "there is no home folder: HOME is not set to an absolute path, and the password file has none",
    `set HOME, or let ${variable} name a folder that you may write to`,
  );
}

/** How to choose another place for this path. Undefined if the user chose it. */
export function otherPlaceThan(path: string): string | undefined {
  const absolute = resolve(path);
  const isBelow = (folder: () => string) => {
    try {
      return `${absolute}${sep}`.startsWith(`${folder()}${sep}`);
    } catch {
      return false; // There is no home folder.
    }
  };
  if (isBelow(cacheFolder)) return "let XDG_CACHE_HOME name another folder";
  if (isBelow(stateFolder)) return "let XDG_STATE_HOME name another folder";
  // These are native's copies of our files. Their path is as long as the one inside.
  if (/^\/var\/tmp\/isotax-\w{6}(?:\/|$)/.test(absolute)) return "mount another /var/tmp";
  if (absolute.startsWith("/sys/fs/cgroup/")) return "run where control groups may be made";
  return undefined;
}
