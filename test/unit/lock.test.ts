/** One run at a time, and what is told of whoever holds the lock. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { IsotaxError } from "../../bench/errors.ts";
import { takeLock } from "../../scripts/lock.ts";

let sequence = 0;
/** Of its own, lest a run on this machine be in the way. */
const fresh = () => `isotax.test-${process.pid}-${++sequence}`;

async function refusal(lock: string): Promise<IsotaxError> {
  try {
    (await takeLock("/out", lock)).close();
  } catch (error) {
    if (error instanceof IsotaxError) return error;
    throw error;
  }
  throw new Error("the lock was given");
}

/** Somebody who holds the lock and does this with whoever asks. */
async function heldBy(answer: (socket: Socket) => void): Promise<string> {
  const lock = fresh();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    answer(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(`\0${lock}`.padEnd(108, "\0"), resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return lock;
}

const ME = `process ${process.pid} \\(.*\\) of user ${process.geteuid?.()}`;

describe("the lock", () => {
  it("is held by one at a time, who says which run it is", async () => {
    const lock = fresh();
    const held = await takeLock("/some\u001b[2J/where", lock);
    const { code, message } = await refusal(lock);
    expect(code).toBe("LOCKED");
    expect(message).toMatch(
      new RegExp(
        `^another run is under way on this machine: process ${process.pid} of user \\d+, started 20.*Z, writing /some\ufffd\\[2J/where$`,
      ),
    );
    held.close();
    (await takeLock("/out", lock)).close();
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ["null", (socket) => socket.end("null"), /does not answer as a run does$/],
    ["garbage", (socket) => socket.end("\u001b[31m::error::x\n"), /does not answer as a run does$/],
    [
      "bytes",
      (socket) => socket.end(Buffer.from([0xff, 0, 0x9b])),
      /does not answer as a run does$/,
    ],
    ["another's words", (socket) => socket.end('{"pid":"1"}'), /does not answer as a run does$/],
    ["nothing", (socket) => socket.end(), /says nothing$/],
    ["silence", () => {}, /does not say what it is$/],
    [
      "a flood",
      (socket) => {
        const more = () => {
          while (socket.write("x".repeat(65_536)));
        };
        socket.on("drain", more);
        more();
      },
      /says more than a run does$/,
    ],
    [
      "a trickle",
      (socket) => {
        const timer = setInterval(() => socket.write("x"), 50);
        socket.on("close", () => clearInterval(timer));
      },
      /does not say what it is$/,
    ],
    [
      "another's number",
      (socket) => socket.end('{"pid":1,"out":"/","startedAt":"2026-01-01T00:00:00.000Z"}'),
      /says that it is process 1$/,
    ],
  ])("held by who answers with %s says who that is", async (_what, answer, does) => {
    const { message } = await refusal(await heldBy(answer));
    expect(message).toMatch(new RegExp(`is held by ${ME}, which `));
    expect(message).toMatch(does);
  });

  it("is not given while another holds its name without trailing zeros", async () => {
    const lock = fresh();
    const child = spawn("socat", [`ABSTRACT-LISTEN:${lock}`, "-"], { stdio: "ignore" });
    onTestFinished(() => void child.kill("SIGKILL"));
    await expect.poll(() => readFileSync("/proc/net/unix", "latin1")).toContain(`@${lock}\n`);
    const { message } = await refusal(lock);
    expect(message).toMatch(`is held by process ${child.pid} (socat) of user`);
    expect(message).toMatch(/which (?:does not answer|says nothing)/);
  });
});
