import { readFileSync } from "node:fs";
import { run } from "./process.ts";

/** Mount points at or below a folder in our mount namespace, deepest first. */
export function mountsBelow(folder: string): readonly string[] {
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

/** proc(5): space, tab, newline and backslash stand as octal escapes. */
function decodeMountPath(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
