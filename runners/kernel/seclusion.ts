/**
 * Mount namespaces in which a tool finds a /run of its own: what it keeps there goes with the
 * namespace, and no service of the host is met there. The cache folder is mounted below it, at a
 * path that every tool takes, also those that follow links (Docker, Podman, LXC, nspawn).
 */
import type { RunContext } from "../context.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";

export interface Seclusion {
  /** Folders of the host that may be written to, in memory: the host's own stay as they are. */
  readonly inMemory?: readonly string[];
  /** Shell commands that follow, as root in there; the first that fails ends it. */
  readonly lines?: readonly ShellText[];
}

const KEPT = "/run/isotax";

/** Words to put before a command that is run in a mount namespace made for it, e.g. by unshare(1). */
export function secluded(
  { cache }: Pick<RunContext, "cache">,
  { inMemory = [], lines = [] }: Seclusion = {},
): readonly string[] {
  const script = [
    // Held as the current folder: it may lie below one of those that are covered now.
    sh`cd ${cache}`,
    sh`mount -t tmpfs -o mode=755 tmpfs /run`,
    sh`mkdir ${KEPT}`,
    sh`mount --no-canonicalize --rbind . ${KEPT}`,
    sh`cd /`,
    ...inMemory.flatMap((folder) => {
      const upper = `/run/changes${folder.replaceAll("/", "-")}`;
      const options = `lowerdir=${folder},upperdir=${upper},workdir=${upper}-work`;
      return [
        sh`mkdir ${upper} ${upper}-work`,
        sh`mount -t overlay -o ${options} overlay ${folder}`,
      ];
    }),
    ...lines,
    sh`exec "$@"`,
  ];
  return ["sh", "-c", sequence(script, " && ").toString(), "sh"];
}

/** Where something in the cache folder, by the path that the run has for it, is in a seclusion. */
export function secludedPath({ cache }: Pick<RunContext, "cache">, path: string): string {
  if (!path.startsWith(`${cache}/`)) throw new Error(`${path} is not below ${cache}`);
  return KEPT + path.slice(cache.length);
}
