/** The disk of a VM with one service: a copy of the image's disk, with the service's files in it. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { changeDisk } from "../images/debugfs.ts";
import { TREE } from "./sharing.ts";

/** Errors: `DISK_NOT_WRITTEN` if the files do not fit. */
export async function serviceDisk(
  service: string,
  base: string,
  signal: AbortSignal,
): Promise<string> {
  const disk = join(service, "disk.raw");
  // Also where the filesystem could let copies share blocks.
  const copying = ["cp", "--sparse=always", "--reflink=never"];
  await run([...copying, base, disk], { signal, timeoutMs: PACKING_DEADLINE_MS });
  const tree = join(service, TREE);
  await changeDisk(disk, writing(tree), { cwd: tree, signal });
  return disk;
}

/** debugfs's commands that write a tree, in the order of its folders. */
function writing(tree: string): readonly string[] {
  return readdirSync(tree, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) =>
      statSync(join(tree, path)).isDirectory() ? `mkdir "/${path}"` : `write "${path}" "/${path}"`,
    );
}
