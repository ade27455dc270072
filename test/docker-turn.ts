/**
 * Docker's store in the cache can have one daemon at a time. Test files that run beside each other and
 * start one wait here for their turn.
 */
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { hashJson } from "../bench/hash.ts";
import { cacheFolder } from "../runners/host/paths.ts";

/** How long a file may have to wait for another. */
export const LONGEST_TURN_MS = 1_800_000;

/**
 * Waits until no other file has the turn, and takes it. The kernel takes it back from one that dies:
 * it is a socket in the abstract namespace.
 */
export async function takeDockerTurn(): Promise<{ end: () => void }> {
  const name = `\0isotax.test.docker.${hashJson(cacheFolder()).slice(0, 16)}`;
  for (;;) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "EADDRINUSE") resolve(false);
        else reject(error);
      });
      server.listen(name, () => resolve(true));
    });
    if (taken) {
      server.unref();
      return { end: () => server.close() };
    }
    await sleep(200);
  }
}
