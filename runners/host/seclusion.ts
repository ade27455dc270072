/**
 * Mount namespaces in which a tool finds a /run of its own: what it keeps there
 * goes with the namespace, and no service of the host is met there. Not for
 * hosts whose cache folder lies below /run.
 */
import { shellQuote } from "./process.ts";

export interface Seclusion {
  /** Folders of the host that may be written to, in memory: the host's own stay as they are. */
  readonly inMemory?: readonly string[];
  /** A folder that stays the host's own, even below one of these. */
  readonly kept?: string;
  /** Shell commands that follow, as root in there; the first that fails ends it. */
  readonly lines?: readonly string[];
}

/** Words to put before a command that is run in a mount namespace made for it, e.g. by unshare(1). */
export function secluded({ inMemory = [], kept, lines = [] }: Seclusion = {}): readonly string[] {
  const script = ["mount -t tmpfs -o mode=755 tmpfs /run"];
  if (kept !== undefined) {
    script.push("mkdir /run/kept", shellQuote(["mount", "--rbind", kept, "/run/kept"]));
  }
  for (const folder of inMemory) {
    const upper = `/run/changes${folder.replaceAll("/", "-")}`;
    const options = `lowerdir=${folder},upperdir=${upper},workdir=${upper}-work`;
    script.push(
      shellQuote(["mkdir", upper, `${upper}-work`]),
      shellQuote(["mount", "-t", "overlay", "-o", options, "overlay", folder]),
    );
  }
  if (kept !== undefined) script.push(shellQuote(["mount", "--rbind", "/run/kept", kept]));
  return ["sh", "-c", [...script, ...lines, 'exec "$@"'].join(" && "), "sh"];
}
