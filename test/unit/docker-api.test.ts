import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OpenSpec } from "../../bench/types.ts";
import { ApiStarter, firstFrame } from "../../runners/containers/docker/api.ts";
import { temporaryFolder } from "../support.ts";

function frame(stream: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

describe("the stream of an attached container", () => {
  it("comes apart into frames, however it is cut", () => {
    const bytes = Buffer.concat([frame(1, "héllo\n"), frame(2, "oops"), frame(1, "")]);
    for (let cut = 0; cut <= bytes.length; cut++) {
      let pending = Buffer.alloc(0);
      const seen: [string, string][] = [];
      for (const chunk of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
        pending = Buffer.concat([pending, chunk]);
        for (let next = firstFrame(pending); next !== undefined; next = firstFrame(pending)) {
          seen.push([next.stream, next.payload.toString()]);
          pending = pending.subarray(next.end);
        }
      }
      expect(seen).toEqual([
        ["stdout", "héllo\n"],
        ["stderr", "oops"],
        ["stdout", ""],
      ]);
      expect(pending.length).toBe(0);
    }
  });
});

/** A daemon that makes and attaches each container, waits for ever, and starts none. */
async function daemonThatStartsNothing(socket: string) {
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path.includes("/wait")) {
      response.writeHead(200);
      response.flushHeaders();
      return;
    }
    response.writeHead(path.includes("/start") ? 404 : 201, { "Content-Type": "application/json" });
    response.end(path.includes("/start") ? '{"message":"no such command"}' : "{}");
  });
  server.on("upgrade", (_request, stream) => {
    stream.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    stream.on("error", () => {});
  });
  server.listen(socket);
  await once(server, "listening");
  return server;
}

describe("a container that the daemon does not start", () => {
  it("ends with the daemon's words, and no error is left that nobody hears of", async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.on("unhandledRejection", hear);
    const folder = temporaryFolder();
    const socket = join(folder, "docker.sock");
    const daemon = await daemonThatStartsNothing(socket);
    try {
      const spec = { cpus: [0], memoryMiB: 64, scratchMiB: 0 } as unknown as OpenSpec;
      const container = { spec, name: "c", image: "i", scratch: "/nowhere", pids: 10 };
      const starter = new ApiStarter(`unix://${socket}`, container, "1.44", 1000);
      const launch = await starter.launch({ argv: ["nothing"] });
      expect((await launch.exited).exitCode).toBe(125);
      expect(starter.stderrTail()).toContain("no such command");
      await starter.close();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(unheard).toEqual([]);
    } finally {
      process.off("unhandledRejection", hear);
      daemon.closeAllConnections();
      daemon.close();
    }
  });
});
