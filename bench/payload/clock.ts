/** What the payload's figures stand on: the clock inside. */

/** Far more than any clock of a CPU takes, far less than the ticks of a timer (1 to 10 ms). */
const COARSEST_NS = 500_000;
const STEPS = 5;

/**
 * Throws if the clock advances in coarse steps, as that of a guest does whose kernel counts its
 * timer's ticks: batches would take no time at all, or several times theirs.
 */
export function requireFineClock(now: () => bigint = process.hrtime.bigint): void {
  // The smallest of a few: a single one may have lost the CPU.
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
