import { readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { run } from "../host/process.ts";

/** Mount points at or below a folder in our mount namespace, deepest first. */
export function mountsBelow(named: string): readonly string[] {
  const folder = withoutLinks(named);
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => decodeMountPath(line.split(" ")[4] ?? ""))
    .filter((path) => path === folder || path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length);
}

/** Detaches every mount at or below a folder, so that removing the folder removes only it. */
export async function detachMounts(folder: string): Promise<void> {
  for (const path of mountsBelow(folder)) await run(["umount", "--lazy", path]);
}

/**
 * Resolves links above a folder, because the kernel lists mounts by such paths. A folder that is
 * itself a link holds no mounts.
 */
function withoutLinks(folder: string): string {
  try {
    return join(realpathSync(dirname(folder)), basename(folder));
  } catch {
    return folder; // The folder does not exist, so nothing is mounted on it.
  }
}

/** proc(5) writes space, tab, newline and backslash as octal escapes. */
function decodeMountPath(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
