/** The real Redis, started as it is for measuring: it needs no password, and does no more than is measured. */
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { REDIS, redisBenchmark } from "../../bench/tools/redis-benchmark.ts";
import { type Command, SERVICE_PORT } from "../../bench/types.ts";
import { run } from "../../runners/host/process.ts";
import { locateTool } from "../../runners/images/servers.ts";

const folder = mkdtempSync(join(tmpdir(), "isotax-redis-"));
let server: ChildProcess;
let port: number;

/** The command's words, here and at a free port. */
function words({ argv }: Command): readonly string[] {
  return argv.map((word) => {
    if (word === String(SERVICE_PORT)) return String(port);
    if (typeof word === "string") return word;
    if ("address" in word) return word.address.replace("%", "127.0.0.1");
    if ("scratch" in word) return folder;
    if ("client" in word) return locateTool(word.client) as string;
    if (!("tool" in word)) throw new Error("another kind of word");
    const path = locateTool(word.tool) as string;
    if (word.tool !== "redis-server") return path;
    // As in the image: it is what it is called.
    copyFileSync(path, join(folder, word.tool));
    return join(folder, word.tool);
  });
}

function ask(question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${question}\r\n`));
    socket.once("error", reject);
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
}

const missing = ["redis-server", "redis-benchmark"].filter((name) => !locateTool(name));

describe.skipIf(missing.length > 0 && process.env["CI"] === undefined)(
  "Redis, as it is measured",
  () => {
    beforeAll(async () => {
      port = await new Promise<number>((resolve) => {
        const free = createServer().listen(0, "127.0.0.1", () => {
          const { port: found } = free.address() as { port: number };
          free.close(() => resolve(found));
        });
      });
      const [file = "", ...args] = words(REDIS);
      server = spawn(file, args, { stdio: "ignore" });
      await vi.waitFor(async () => expect(await ask("PING")).toContain("+PONG"), 10_000);
    });
    afterAll(() => {
      server?.kill("SIGKILL");
      rmSync(folder, { recursive: true });
    });

    it("answers the benchmark", async () => {
      const { stdout } = await run(words(redisBenchmark("set", 2, 10)));
      expect(stdout).toContain('"SET"');
    });

    it.each([
      "CONFIG SET dir /etc",
      "SAVE",
      "FLUSHALL",
      "SHUTDOWN NOSAVE",
      'EVAL "return 1" 0',
      "REPLICAOF 127.0.0.1 1",
      "ACL SETUSER default on nopass ~* +@all",
      "MODULE LOAD x.so",
      "DEBUG SLEEP 1",
    ])("refuses everybody %s", async (question) => {
      expect(await ask(question)).toMatch(/^-(?:NOPERM|ERR) /);
    });

    it("has no secret in its words, nor has the benchmark", () => {
      const all = [...REDIS.argv, ...redisBenchmark("get", 1, 10).argv];
      expect(all).not.toContain("--requirepass");
      expect(all).not.toContain("-a");
    });
  },
);
