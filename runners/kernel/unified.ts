import { existsSync } from "node:fs";
import { type ShellText, sh } from "../host/shell.ts";
import { mountsBelow } from "./mounts.ts";

const UNIFIED_MOUNT = "/sys/fs/cgroup/unified";

/**
 * Shell lines, for a mount namespace, that hide control groups v2 where v2 is mounted beside v1:
 * some tools refuse such a host. The mount is covered, not unmounted, because runtimes make their
 * groups there anyway, and the folder below the mount is the host's.
 */
export function coverUnified(): readonly ShellText[] {
  if (!existsSync(UNIFIED_MOUNT) || mountsBelow(UNIFIED_MOUNT).length === 0) return [];
  return [sh`mount -t tmpfs tmpfs ${UNIFIED_MOUNT}`];
}
