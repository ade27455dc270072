/** The server of plain files: nginx, as it is configured for downloads. */
import { join } from "node:path";
import { makeFolder, writeNewFile } from "../../bench/files.ts";
import type { RunContext } from "../context.ts";
import { type Server, serverOf } from "./server.ts";

const PORT = 8080;

export function fileServerOf(context: RunContext): Promise<Server> {
  return serverOf(context, {
    tool: "nginx",
    port: PORT,
    prepare: (folder) => {
      const storage = join(folder, "files");
      makeFolder(storage);
      const temporary = join(folder, "temporary");
      makeFolder(temporary);
      const config = join(folder, "nginx.conf");
      // nginx opens its log by name, which it cannot do with our end of a socket.
      const log = join(folder, "access.log");
      writeNewFile(config, configuration(folder, { storage, temporary, log }));
      return { words: ["-e", "stderr", "-p", folder, "-c", config], storage, log };
    },
  });
}

/** Source: nginx's manual, "Core functionality". It runs as the user who started it. */
function configuration(
  folder: string,
  { storage, temporary, log }: Readonly<Record<"storage" | "temporary" | "log", string>>,
): string {
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return [
    "daemon off;",
    // One process: a worker would outlive a master that is killed.
    "master_process off;",
    `pid "${folder}/nginx.pid";`,
    "events { worker_connections 512; }",
    "http {",
    `access_log "${log}" combined;`,
    "keepalive_requests 1000000;",
    "sendfile on;",
    "tcp_nopush on;",
    ...kinds.map((kind) => `${kind}_temp_path "${temporary}";`),
    `server { listen 0.0.0.0:${PORT}; root "${storage}"; }`,
    "}",
    "",
  ].join("\n");
}
