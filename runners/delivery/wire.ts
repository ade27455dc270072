/** What a queue of a network device has let through: `tc -s -j qdisc show`. */
import { ParseError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";

/**
 * Bytes that left through the device's root queue, frames' headers included. The device's own
 * counters would count the headers of a super-packet (GSO) once; the queue counts those of each
 * packet that it stands for. Errors: `ParseError`.
 */
export function sentBytes(stdout: string): number {
  const queues = parsed(stdout);
  const root = Array.isArray(queues) ? queues.find((one) => one?.root === true) : undefined;
  const bytes: unknown = root?.bytes;
  if (typeof bytes === "number" && Number.isSafeInteger(bytes) && bytes >= 0) return bytes;
  throw new ParseError("tc", say("delivery.root-queue"), stdout);
}

function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/** A full Ethernet frame. */
const FRAME_BYTES = 1514;
const BYTES_PER_MBIT = 125_000;
const MILLISECONDS = 1000;

/**
 * What a token bucket lets through at once. Two frames are the least with which the rate is kept at
 * all, and a millisecond's worth the least at which timers keep up. Any more makes a small image
 * free.
 */
export function burstBytes(mbit: number): number {
  return Math.ceil(Math.max(2 * FRAME_BYTES, (mbit * BYTES_PER_MBIT) / MILLISECONDS));
}
