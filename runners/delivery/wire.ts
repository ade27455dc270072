/**
 * What a network device and its queue tell: `ip -s -j link show`, `tc -s -j qdisc show`,
 * `/proc/pid/net/dev`.
 */
import { ParseError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";

/**
 * Bytes that left through the device's root queue, frames' headers included. The device's own
 * counters would count the headers of a super-packet (GSO) once; the queue counts those of each
 * packet that it stands for. Errors: `ParseError`.
 */
export function sentBytes(stdout: string): number {
  return count(rootQueue(stdout)?.["bytes"], "tc", stdout);
}

/** Packets that found no room in the device's root queue. Errors: `ParseError`. */
export function droppedPackets(stdout: string): number {
  return count(rootQueue(stdout)?.["drops"], "tc", stdout);
}

/** Frames that a device had to throw away instead of sending them. Errors: `ParseError`. */
export function lostFrames(stdout: string): number {
  const sent = entry(entry(onlyOne(stdout)?.["stats64"])?.["tx"]);
  return count(sent?.["dropped"], "ip", stdout);
}

/** Bytes that have arrived at a device (proc_pid_net(5)). Errors: `ParseError`. */
export function deviceReceived(text: string, device: string): number {
  for (const line of text.split("\n")) {
    // Older kernels put no space behind the colon.
    const [name, counters = ""] = line.trim().split(/: */);
    const [bytes = ""] = counters.split(" ");
    if (name === device && /^\d+$/.test(bytes)) return Number(bytes);
  }
  throw new ParseError("/proc/pid/net/dev", say("delivery.device-bytes", { device }), text);
}

/** Errors: `ParseError`. */
export function hardwareAddress(stdout: string): string {
  const address = onlyOne(stdout)?.["address"];
  if (typeof address === "string" && /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) {
    return address;
  }
  throw new ParseError("ip", say("delivery.link-told"), stdout);
}

type Entry = Readonly<Record<string, unknown>>;

function entry(value: unknown): Entry | undefined {
  return typeof value === "object" && value !== null ? (value as Entry) : undefined;
}

function rootQueue(stdout: string): Entry | undefined {
  const queues = parsed(stdout);
  return Array.isArray(queues) ? queues.find((one) => one?.root === true) : undefined;
}

function onlyOne(stdout: string): Entry | undefined {
  const links = parsed(stdout);
  return Array.isArray(links) && links.length === 1 ? entry(links[0]) : undefined;
}

function count(value: unknown, tool: "tc" | "ip", stdout: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  const expected = tool === "tc" ? say("delivery.root-queue") : say("delivery.link-told");
  throw new ParseError(tool, expected, stdout);
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
