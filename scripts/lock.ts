/**
 * One run at a time on a machine: two would measure each other. The lock is a
 * socket in the abstract namespace: the kernel takes it back when its holder
 * dies, however it dies, and whoever finds it taken can ask by whom.
 */
import { connect, createServer, type Server } from "node:net";
import { IsotaxError } from "../bench/errors.ts";

export interface Holder {
  readonly pid: number;
  readonly out: string;
  readonly startedAt: string;
}

const NAME = "\0isotax.run";

/** Takes the lock until the process ends or `close` is called. Errors: `LOCKED`, with the holder. */
export async function takeLock(out: string): Promise<Server> {
  const holder: Holder = { pid: process.pid, out, startedAt: new Date().toISOString() };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(JSON.stringify(holder));
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(NAME, resolve);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    const other = await askHolder();
    throw new IsotaxError(
      "LOCKED",
      other === undefined
        ? "another run is under way on this machine, and does not say which"
        : `another run is under way on this machine: process ${other.pid}, started ${other.startedAt}, writing ${other.out}`,
      "wait for it or stop it: two runs at once would measure each other",
    );
  }
  server.unref();
  return server;
}

const ANSWER_MS = 1000;

function askHolder(): Promise<Holder | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(NAME);
    const timer = setTimeout(() => socket.destroy(), ANSWER_MS);
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(text) as Holder);
      } catch {
        resolve(undefined);
      }
    });
  });
}
