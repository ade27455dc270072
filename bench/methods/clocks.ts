/**
 * Checks that the clock inside an instance agrees with the host's. The tools run inside and compute
 * rates by that clock. If it runs slow, the rates seem high.
 */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import type { ClockReading, Session, TargetIdentity } from "../types.ts";

/** The quicker a reading, the better it is. */
const QUICK_NS = 20e6;
const ATTEMPTS = 3;

/** The quickest of a few readings, or the first one if it is quick enough. */
export async function readClock(session: Session, signal: AbortSignal): Promise<ClockReading> {
  let best = await session.clock(signal);
  for (let i = 1; i < ATTEMPTS && width(best) > QUICK_NS; i++) {
    const next = await session.clock(signal);
    if (width(next) < width(best)) best = next;
  }
  return best;
}

function width({ askedNs, answeredNs }: ClockReading): number {
  return answeredNs - askedNs;
}

/** /proc/uptime has a resolution of 10 ms at either end. */
const RESOLUTION_NS = 20e6;
const DRIFT = 0.02;

/**
 * Refuses clocks that disagree about the time between two readings. Each reading was taken at some
 * moment between two stamps of the host. A busy harness that read the answer late makes the bounds
 * wider, but no clock wrong.
 */
export function checkClocks(
  target: Pick<TargetIdentity, "id" | "kind">,
  workload: string,
  from: ClockReading,
  to: ClockReading,
): void {
  const inside = to.insideNs - from.insideNs;
  const least = to.askedNs - from.answeredNs;
  const most = to.answeredNs - from.askedNs;
  if (inside >= least * (1 - DRIFT) - RESOLUTION_NS && inside <= most * (1 + DRIFT) + RESOLUTION_NS)
    return;
  throw new RunnerError(
    "CLOCK_DISAGREEMENT",
    say("workloads.clocks-disagree", {
      workload,
      target: target.id,
      insideNs: inside,
      leastNs: least,
      mostNs: most,
    }),
    say(target.kind === "vm" ? "workloads.check-guest-clock" : "workloads.find-clock"),
    "exec",
    "",
  );
}
