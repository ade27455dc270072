/** The disk of a VM with one service: a copy of the image's disk, with the service's files in it. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { located, PACKING_DEADLINE_MS, run } from "../host/process.ts";
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
  const commands = join(service, "commands");
  writeNewFile(commands, writing(tree));
  const debugfs = located(["debugfs", "-w", "-f", commands, disk]);
  const { stderr } = await run(debugfs, { cwd: tree, signal });
  // It always says that it succeeded. Besides its name and version, it only complains there.
  const complaints = stderr.split("\n").filter((line) => !/^(?:debugfs |$)/.test(line));
  if (complaints.length === 0) return disk;
  throw new IsotaxError(
    "DISK_NOT_WRITTEN",
    say("sharing.disk-not-written", { words: complaints.slice(0, 5).join("\n") }),
    say("sharing.see-debugfs"),
  );
}

/** debugfs's commands that write a tree, in the order of its folders. */
function writing(tree: string): string {
  return readdirSync(tree, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) =>
      statSync(join(tree, path)).isDirectory()
        ? `mkdir "/${path}"\n`
        : `write "${path}" "/${path}"\n`,
    )
    .join("");
}
