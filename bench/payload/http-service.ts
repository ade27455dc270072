/** A small HTTP service without a framework. It makes a JSON document for each request. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { INSTANCE_HEADER, VERSION_HEADER } from "./headers.ts";

export interface Answering {
  /** Each answer says which version gave it, and which process. */
  readonly version?: string | undefined;
  /**
   * One request is answered after the other, and each takes this long, without the CPU: a worker that
   * waits for a database. So a service's capacity grows with its instances, also where they share a
   * CPU.
   */
  readonly workMs?: number | undefined;
}

export function httpService(
  address: string,
  port: number,
  { version, workMs }: Answering = {},
): void {
  let requests = 0;
  let worker: Promise<unknown> = Promise.resolve();
  const headers = { "content-type": "application/json", ...identity(version) };
  const server = createServer(async (request, response) => {
    if (workMs !== undefined) {
      worker = worker.then(() => sleep(workMs));
      await worker;
    }
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
