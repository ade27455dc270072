/** Namespaces in which a store's client and its VMs run: they end with them, however we end. */
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { RunContext } from "../../context.ts";
import { identify, isAlive } from "../../host/process.ts";
import { sequence, sh } from "../../host/shell.ts";
import { type Holder, holdNamespaces } from "../../kernel/holder.ts";

export interface Place extends Holder {
  /** The words before a command that run it there. */
  readonly enter: readonly string[];
}

const ENDING_MS = 5;

/** Only the network and the processes are its own. */
export async function holdPlace(context: RunContext): Promise<Place> {
  const lines = [sh`ip link set lo up`, sh`echo ready`, sh`exec "$@"`];
  const { pid, stop } = await holdNamespaces(context, {
    unshare: ["unshare", "--net", "--pid", "--fork", "--kill-child=KILL"],
    forks: true,
    counted: false,
    enter: ["sh", "-c", sequence(lines, " && ").toString(), "sh"],
    failure: (words) =>
      new IsotaxError(
        "NO_NETWORK",
        say("network.no-namespace", { words }),
        say("network.allow-namespaces"),
      ),
  });
  const first = identify(pid);
  return {
    pid,
    enter: ["nsenter", "--target", String(pid), "--net", "--pid"],
    stop: async () => {
      await stop();
      // The first process ends last. Until then others may still write.
      while (first !== undefined && isAlive(first)) await sleep(ENDING_MS);
    },
  };
}
