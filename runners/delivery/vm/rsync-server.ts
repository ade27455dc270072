/** The server of files for rsync: its own daemon, which sends what differs from what a client has. */
import { join } from "node:path";
import { makeFolder, writeNewFile } from "../../../bench/files.ts";
import type { RunContext } from "../../context.ts";
import { type Server, serverOf } from "../server.ts";

const PORT = 873;

/** The name by which clients know the folder of all that is served. */
export const MODULE = "disks";

export function rsyncServerOf(context: RunContext): Promise<Server> {
  return serverOf(context, {
    tool: "rsync",
    port: PORT,
    prepare: (folder) => {
      const storage = join(folder, "files");
      makeFolder(storage);
      const log = join(folder, "log");
      writeNewFile(log, "");
      const config = join(folder, "rsyncd.conf");
      writeNewFile(config, configuration(storage, log));
      const words = ["--daemon", "--no-detach", "--address=0.0.0.0", `--port=${PORT}`];
      return { words: [...words, `--config=${config}`], storage, log, isRequest };
    },
  });
}

/** Source: rsyncd.conf(5). It runs as the user who started it. */
function configuration(storage: string, log: string): string {
  const settings = {
    "log file": log,
    "reverse lookup": "no",
    "use chroot": "no",
    uid: "0",
    gid: "0",
  };
  const served = { path: storage, "read only": "yes" };
  return `${linesOf(settings)}[${MODULE}]\n${linesOf(served)}`;
}

function linesOf(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** A line such as `2026/11/29 04:00:00 [123] rsync on disks/base.raw from UNKNOWN (198.18.0.1)`. */
export function isRequest(line: string): boolean {
  return /^\S+ \S+ \[\d+\] rsync on \S+ from /.test(line);
}
