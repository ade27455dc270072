/**
 * The names of canaries. They stand in folders of the host's own, and a ledger may name them, so each
 * has a form that nothing else has.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";

/** As in probe.c. */
const TOKEN = /^[0-9a-f]{16}$/;
/** A name of a task has room for so many digits after its first letter. */
const TASK_DIGITS = 14;

export function newToken(): string {
  return randomBytes(8).toString("hex");
}

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Where the host's side makes a file before. */
export const CANARY_FOLDERS = ["/etc", "/tmp", "/run", "/dev/shm"] as const;

/** Where the probe makes what it leaves for a moment, the first that lets it. */
export const LEAVING_FOLDERS = ["/var/tmp", "/tmp", "/run"] as const;

export const CANARY_PREFIX = "isotax-canary-";

export function canaryIn(folder: string, token: string, suffix = ""): string {
  return join(folder, `${CANARY_PREFIX}${token}${suffix}`);
}

export const SOCKET_SUFFIX = "-socket";
export const FILE_SUFFIX = "-in";
export const MOUNT_SUFFIX = "-dir";
export const NODE_SUFFIX = "-node";

/** Every path at which a canary of this token may be on the host. */
export function everyPath(token: string): readonly string[] {
  return [
    ...CANARY_FOLDERS.map((folder) => canaryIn(folder, token)),
    canaryIn("/run", token, SOCKET_SUFFIX),
    ...LEAVING_FOLDERS.flatMap((folder) =>
      [FILE_SUFFIX, MOUNT_SUFFIX, NODE_SUFFIX].map((suffix) => canaryIn(folder, token, suffix)),
    ),
  ];
}

/** What the probe calls its mount, its socket, its key and its queue. */
export function objectName(token: string): string {
  return `isotax-${token}`;
}

export function probeTask(token: string): string {
  return `p${token.slice(0, TASK_DIGITS)}`;
}
