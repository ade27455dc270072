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
      writeNewFile(config, configuration(folder, storage, temporary));
      return { words: ["-e", "stderr", "-p", folder, "-c", config], storage };
    },
  });
}

/** Source: nginx's manual, "Core functionality". It runs as the user who started it. */
function configuration(folder: string, storage: string, temporary: string): string {
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return [
    "daemon off;",
    "user root;",
    `pid "${folder}/nginx.pid";`,
    "worker_processes 1;",
    "events { worker_connections 512; }",
    "http {",
    "access_log /dev/stdout combined;",
    "keepalive_requests 1000000;",
    "sendfile on;",
    "tcp_nopush on;",
    ...kinds.map((kind) => `${kind}_temp_path "${temporary}";`),
    `server { listen 0.0.0.0:${PORT}; root "${storage}"; }`,
    "}",
    "",
  ].join("\n");
}
