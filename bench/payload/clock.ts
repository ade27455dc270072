/** Checks the clock inside, on which all figures of the payload depend. */

/** Far more than reading any CPU clock takes, far less than a timer tick (1 to 10 ms). */
const COARSEST_NS = 500_000;
const STEPS = 5;

/**
 * Throws if the clock advances in coarse steps, as in a guest whose kernel counts timer ticks.
 * Batches would seem to take no time at all, or several times as long as they did.
 */
export function requireFineClock(now: () => bigint = process.hrtime.bigint): void {
  // The smallest of a few steps is used, because the thread may lose the CPU during one.
  const steps = Array.from({ length: STEPS }, () => {
    const from = now();
    let to = from;
    while (to === from) to = now();
    return Number(to - from);
  });
  const step = Math.min(...steps);
  if (step <= COARSEST_NS) return;
  throw new Error(
    `the clock inside advances in steps of ${(step / 1e6).toFixed(1)} ms, too coarse to measure by: ` +
      "see /sys/devices/system/clocksource/clocksource0/current_clocksource inside",
  );
}
