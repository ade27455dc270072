/** Changes a disk that nobody has mounted, with debugfs(8). */
import { rmSync } from "node:fs";
import { IsotaxError } from "../../bench/errors.ts";
import { writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { PACKING_DEADLINE_MS, type RunOptions, run, which } from "../host/process.ts";

/** Whatever debugfs complains of is an error, since it always says that it succeeded. */
export async function changeDisk(
  disk: string,
  lines: readonly string[],
  options: Pick<RunOptions, "cwd" | "env" | "signal"> = {},
): Promise<void> {
  const commands = `${disk}.commands`;
  writeNewFile(commands, `${lines.join("\n")}\n`);
  const argv = [which("debugfs") ?? "debugfs", "-w", "-f", commands, disk];
  const { stderr } = await run(argv, { ...options, timeoutMs: PACKING_DEADLINE_MS });
  rmSync(commands);
  // Besides its name and version, it only complains there.
  const complaints = stderr.split("\n").filter((line) => !/^(?:debugfs |$)/.test(line));
  if (complaints.length === 0) return;
  throw new IsotaxError(
    "DISK_NOT_WRITTEN",
    say("sharing.disk-not-written", { words: complaints.slice(0, 5).join("\n") }),
    say("sharing.see-debugfs"),
  );
}
