/** A small HTTP service without a framework. It makes a JSON document for each request. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { INSTANCE_HEADER, VERSION_HEADER } from "./headers.ts";

/** With a version, each answer also says which version gave it, and which process. */
export function httpService(address: string, port: number, version?: string): void {
  let requests = 0;
  const headers = { "content-type": "application/json", ...identity(version) };
  const server = createServer((request, response) => {
    const body = JSON.stringify({ path: request.url, requests: ++requests, pid: process.pid });
    response.writeHead(200, headers);
    response.end(body);
  });
  server.listen(port, address);
  process.once("SIGTERM", () => {
    server.close();
    server.closeAllConnections();
  });
}

/** In containers many processes have the pid 1, so a random part tells them apart. */
function identity(version: string | undefined): Readonly<Record<string, string>> {
  if (version === undefined) return {};
  const instance = `${process.pid}-${randomBytes(4).toString("hex")}`;
  return { [VERSION_HEADER]: version, [INSTANCE_HEADER]: instance };
}
