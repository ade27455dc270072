/**
 * Only one run at a time measures on a machine: two would measure each other. The lock is a socket
 * in the abstract namespace. The kernel frees it when its holder dies, however it dies, and its
 * holder can be asked who it is. Anybody may hold it, since anybody may measure, so the words of a
 * holder are not trusted.
 */
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { z } from "zod";
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { printable } from "../reports/format.ts";
import type { HolderAnswer } from "../reports/text/en/lock.ts";

const HolderSchema = z.object({
  pid: z.int().positive(),
  out: z.string().max(4096),
  startedAt: z.iso.datetime(),
});

type Holder = z.infer<typeof HolderSchema>;

const LOCK = "isotax.run";
/** The room in the address of a socket: unix(7). */
const NAME_BYTES = 108;

/**
 * A name that fills its address, without zeros. Some versions of libuv fill up shorter names with
 * zeros, others do not, and some refuse zeros in a name.
 */
function nameOf(lock: string): string {
  return `\0${lock}`.padEnd(NAME_BYTES, ".");
}

/**
 * Takes the lock until the process ends or `close` is called. Errors: `LOCKED`, with the holder.
 */
export async function takeLock(out: string, lock = LOCK): Promise<Server> {
  const name = nameOf(lock);
  const holder: Holder = { pid: process.pid, out, startedAt: new Date().toISOString() };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end(JSON.stringify(holder));
    // The lock does not wait for whoever asks.
    socket.destroySoon();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(name, resolve);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw locked(await askHolder(name), keepers(socketsNamed(lock)));
  }
  // To the kernel, a name that is shorter or filled up differently is another name. To us it is the
  // same.
  const others = socketsNamed(lock).filter(({ isExact }) => !isExact);
  if (others.length > 0) {
    server.close();
    throw locked(await askHolder(`\0${lock}`), keepers(others));
  }
  server.unref();
  return server;
}

type Silence = Exclude<HolderAnswer, number>;
/** A holder, or what came instead of one. */
type Heard = Holder | Silence;

function locked(heard: Heard, held: readonly Keeper[]): IsotaxError {
  const [keeper] = held;
  if (typeof heard !== "string" && (keeper === undefined || keeper.pid === heard.pid)) {
    const holder = { ...heard, out: printable(heard.out) };
    const what =
      keeper === undefined
        ? say("lock.held", holder)
        : say("lock.held-by-user", { ...holder, uid: keeper.uid });
    return new IsotaxError("LOCKED", what, say("lock.wait"));
  }
  const answer = typeof heard === "string" ? heard : heard.pid;
  if (keeper === undefined) {
    const what = say("lock.seems-held-by-unseen", { answer });
    return new IsotaxError("LOCKED", what, say("lock.wait-or-ask-root"));
  }
  const { pid, uid } = keeper;
  const what = say("lock.seems-held", { pid, uid, command: printable(keeper.command), answer });
  return new IsotaxError("LOCKED", what, say("lock.wait"));
}

/** Limits of the whole answer. */
const ANSWER_MS = 1000;
const ANSWER_BYTES = 16 * 1024;

function askHolder(name: string): Promise<Heard> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let broke: Silence | undefined;
    const socket = connect(name);
    const stop = (why: Silence) => {
      broke ??= why;
      socket.destroy();
    };
    const timer = setTimeout(() => stop("late"), ANSWER_MS);
    socket.on("data", (chunk) => {
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES) stop("too-long");
      else chunks.push(chunk);
    });
    socket.on("error", () => stop("broken"));
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(broke ?? understood(Buffer.concat(chunks).toString()));
    });
  });
}

function understood(text: string): Heard {
  try {
    const { data } = HolderSchema.safeParse(JSON.parse(text));
    if (data !== undefined) return data;
  } catch {}
  return text === "" ? "empty" : "strange";
}

interface NamedSocket {
  /** Whether its name is ours to the last byte. */
  readonly isExact: boolean;
  readonly inode: string;
}

/**
 * Sockets of this name in the network namespace, however the name is filled up. proc(5): zeros are
 * shown as @.
 */
function socketsNamed(lock: string): readonly NamedSocket[] {
  return readFileSync("/proc/net/unix", "latin1")
    .split("\n")
    .flatMap((line) => {
      const [, , , , , , inode = "", path = ""] = line.trim().split(/\s+/);
      if (path.replace(/[@.]*$/, "") !== `@${lock}`) return [];
      return [{ isExact: path === nameOf(lock).replace("\0", "@"), inode }];
    });
}

interface Keeper {
  readonly pid: number;
  readonly uid: number;
  readonly command: string;
}

/** Processes that hold one of these sockets, as far as this user may see. */
function keepers(sockets: readonly NamedSocket[]): readonly Keeper[] {
  const links = new Set(sockets.map(({ inode }) => `socket:[${inode}]`));
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid): Keeper[] => {
      try {
        const folder = `/proc/${pid}/fd`;
        const holds = readdirSync(folder).some((fd) => links.has(linkOf(`${folder}/${fd}`)));
        if (!holds) return [];
        const command = readFileSync(`/proc/${pid}/comm`, "utf8").trim();
        return [{ pid: Number(pid), uid: statSync(`/proc/${pid}`).uid, command }];
      } catch {
        return [];
      }
    });
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
