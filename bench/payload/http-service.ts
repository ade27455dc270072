/** A small HTTP service without a framework. It makes a JSON document for each request. */
import { createServer } from "node:http";

export function httpService(address: string, port: number): void {
  let requests = 0;
  const server = createServer((request, response) => {
    const body = JSON.stringify({ path: request.url, requests: ++requests, pid: process.pid });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(body);
  });
  server.listen(port, address);
  process.once("SIGTERM", () => {
    server.close();
    server.closeAllConnections();
  });
}
