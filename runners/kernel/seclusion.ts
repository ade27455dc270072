/**
 * Mount namespaces in which a tool has its own /run. Its files there vanish with the namespace, and
 * it meets no service of the host. The cache folder is mounted below /run, at a path that every
 * tool accepts, also tools that follow links (Docker, Podman, LXC, nspawn).
 */
import type { RunContext } from "../context.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";

export interface Seclusion {
  /**
   * Folders of the host that the tool may write to. The writes go to memory, and the host's folders
   * stay as they are.
   */
  readonly inMemory?: readonly string[];
  /** Shell commands that then run as root inside. The first one that fails ends the script. */
  readonly lines?: readonly ShellText[];
}

const KEPT = "/run/isotax";

/** The words before a command that runs in its own mount namespace, e.g. made by unshare(1). */
export function secluded(
  { cache }: Pick<RunContext, "cache">,
  { inMemory = [], lines = [] }: Seclusion = {},
): readonly string[] {
  const script = [
    // The current folder keeps the cache reachable: its path may lie below a folder that is covered
    // next.
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

/** Translates a path in the run's cache folder into the path inside a seclusion. */
export function secludedPath({ cache }: Pick<RunContext, "cache">, path: string): string {
  if (!path.startsWith(`${cache}/`)) throw new Error(`${path} is not below ${cache}`);
  return KEPT + path.slice(cache.length);
}

/** The other way round: the path outside of what a tool in a seclusion calls so. */
export function pathOutside({ cache }: Pick<RunContext, "cache">, path: string): string {
  if (!path.startsWith(`${KEPT}/`)) throw new Error(`${path} is not below ${KEPT}`);
  return cache + path.slice(KEPT.length);
}
