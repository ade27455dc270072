/** Words and variables with which a command runs as if on another host. */

/** Another umask, and another host name in a namespace of its own. */
const SCRIPT = 'umask "$1" && printf %s "$2" >/proc/sys/kernel/hostname && shift 2 && exec "$@"';

export interface Surroundings {
  readonly prefix: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What is said, so that the host's own settings play no part. */
export const HERE: Surroundings = {
  prefix: ["sh", "-c", 'umask "$1" && shift && exec "$@"', "sh", "022"],
  env: { TZ: "UTC0", LC_ALL: "C" },
};

export const ELSEWHERE: Surroundings = {
  prefix: ["unshare", "--uts", "sh", "-c", SCRIPT, "sh", "077", "isotax-elsewhere"],
  // Written out, because a host need not have the names of time zones.
  env: { TZ: "KST-9", LC_ALL: "ko_KR.UTF-8" },
};
