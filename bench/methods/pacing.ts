/** Waits until moments of the host's CLOCK_MONOTONIC, for loops that begin work at fixed times. */
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";

/** Timers come up to a millisecond early, or late. */
const TIMER_MS = 2;

/**
 * Resolves at this moment or a little after it, never before. The last part is spent in turns of the
 * event loop, in which others go on.
 */
export async function waitUntil(dueNs: bigint): Promise<void> {
  const restMs = () => Number(dueNs - process.hrtime.bigint()) / 1e6;
  if (restMs() > TIMER_MS) await sleep(restMs() - TIMER_MS);
  while (restMs() > 0) await turn();
}
