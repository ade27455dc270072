/**
 * A network neighbour: as many bytes as go through, both ways at once. The server inside counts them.
 */
import { writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const BLOCK = Buffer.alloc(64 * 1024, 7);
const MIB = 2 ** 20;
const AGAIN_MS = 50;
/** The lowest priority: clients that are measured run beside it, outside of the instances. */
const NICEST = 19;

/** Writes to each connection, and reads from it. SIGTERM ends it: `done MIB` is in the file then. */
export function floodService(address: string, port: number, countFile: string): void {
  const sockets = new Set<Socket>();
  let ended = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      ended += movedBy(socket);
    });
    flow(socket);
  });
  server.listen(port, address);
  process.once("SIGTERM", () => {
    const moved = [...sockets].reduce((sum, socket) => sum + movedBy(socket), ended);
    writeFileSync(countFile, `done ${Math.floor(moved / MIB)}\n`);
    process.exit(0);
  });
}

function movedBy({ bytesRead, bytesWritten, writableLength }: Socket): number {
  return bytesRead + bytesWritten - writableLength;
}

/** Connects as soon as the server is there, says so, and goes on until the server has ended. */
export async function flood(address: string, port: number): Promise<void> {
  setPriority(NICEST);
  for (;;) {
    const socket = connect(port, address);
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (open) {
      process.stdout.write("flooding\n");
      flow(socket);
      return;
    }
    await sleep(AGAIN_MS);
  }
}

/** So many blocks are written before anything else gets its turn. */
const BLOCKS_A_TURN = 16;

function flow(socket: Socket): void {
  const more = () => {
    for (let blocks = 0; blocks < BLOCKS_A_TURN; blocks++) {
      if (socket.destroyed || !socket.write(BLOCK)) return;
    }
    // A peer that reads faster than this can write would keep SIGTERM waiting for ever.
    setImmediate(more);
  };
  socket.on("drain", more);
  // The other side may end first.
  socket.on("error", () => {});
  socket.resume();
  more();
}
