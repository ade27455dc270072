import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";

const PATIENCE_MS = 10_000;
const LOOK_MS = 2;

/**
 * Waits for the end of a container's monitor (conmon), which outlives the container while it cleans
 * up. Only users without control groups need this: elsewhere the group is emptied. Errors:
 * `MONITOR_STAYS`.
 */
export async function monitorEnded(container: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (monitors().some((words) => words.includes(container))) {
    if (Date.now() > deadline) {
      throw new IsotaxError(
        "MONITOR_STAYS",
        say("engines.monitor-stays", { container }),
        say("engines.end-monitor"),
      );
    }
    await sleep(LOOK_MS);
  }
}

/** The command line of every running conmon. */
function monitors(): readonly (readonly string[])[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => wordsOf(pid))
    .filter(([command]) => command?.endsWith("/conmon") === true);
}

function wordsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
