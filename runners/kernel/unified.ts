import { existsSync } from "node:fs";
import { type ShellText, sh } from "../host/shell.ts";
import { mountsBelow } from "./mounts.ts";

const UNIFIED_MOUNT = "/sys/fs/cgroup/unified";

/**
 * Shell lines, for a mount namespace, that hide control groups v2 where they are mounted beside
 * v1 as an extra: some tools refuse such a host. Covered, not unmounted: runtimes make their
 * groups there all the same, and the folder below the mount is the host's.
 */
export function coverUnified(): readonly ShellText[] {
  if (!existsSync(UNIFIED_MOUNT) || mountsBelow(UNIFIED_MOUNT).length === 0) return [];
  return [sh`mount -t tmpfs tmpfs ${UNIFIED_MOUNT}`];
}
