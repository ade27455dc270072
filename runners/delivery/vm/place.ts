/** Namespaces in which a store's client and its VMs run: they end with them, however we end. */
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { RunContext } from "../../context.ts";
import { sequence, sh } from "../../host/shell.ts";
import { type Holder, holdNamespaces } from "../../kernel/holder.ts";

export interface Place extends Holder {
  /** The words before a command that run it there. */
  readonly enter: readonly string[];
}

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
  return { pid, stop, enter: ["nsenter", "--target", String(pid), "--net", "--pid"] };
}
