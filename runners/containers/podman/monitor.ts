import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 10_000;
const LOOK_MS = 2;

/**
 * Waits for the end of a container's monitor, which outlives the container by the time it takes
 * to clean up. For users without control groups: elsewhere the group is emptied.
 */
export async function monitorEnded(container: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (monitors().some((words) => words.includes(container))) {
    if (Date.now() > deadline) throw new Error(`conmon of ${container} does not end`);
    await sleep(LOOK_MS);
  }
}

/** The words of every conmon that runs. */
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
