/** nginx with one worker and one file of 1 KiB, served as /. */
import { type Command, SERVICE_PORT } from "../types.ts";

const ROOT = "html";
const BODY_BYTES = 1024;

/**
 * Lines of the configuration. $1: folder; $2: address and port. Source: nginx's manual, "Core
 * functionality".
 */
const CONFIGURATION = [
  "daemon off; user root; worker_processes 1; pid $1/nginx.pid;",
  "events { worker_connections 512; }",
  "http { access_log off; keepalive_requests 1000000000;",
  ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path $1/temp;`,
  ),
  `server { listen $2; root $1/${ROOT}; } }`,
];

const WRITE = [
  `mkdir -p "$1/${ROOT}" "$1/temp"`,
  `head -c ${BODY_BYTES} /dev/zero | tr "\\000" x >"$1/${ROOT}/index.html"`,
  `printf "%s\\n" ${CONFIGURATION.map((line) => `"${line}"`).join(" ")} >"$1/nginx.conf"`,
].join("; ");

export const NGINX_PREPARE: Command = {
  argv: [
    { tool: "busybox" },
    "sh",
    "-e",
    "-c",
    WRITE,
    "sh",
    { scratch: "" },
    { address: `%:${SERVICE_PORT}` },
  ],
};

export const NGINX: Command = {
  argv: [{ tool: "nginx" }, "-e", "stderr", "-p", { scratch: "" }, "-c", { scratch: "nginx.conf" }],
};
