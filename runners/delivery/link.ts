/**
 * The link over which an image is delivered: a cable from the network namespace of a client to that
 * of the servers. The servers' end lets through a given rate. The link vanishes with the client's
 * namespace.
 */
import { readFileSync } from "node:fs";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { type CableEnd, inNetworkOf, layCable } from "../network/lab.ts";
import { type Delay, layDelayed } from "./delay.ts";
import { burstBytes, deviceReceived, sentBytes } from "./wire.ts";

export interface Wire {
  /** Towards the client. */
  readonly receivedBytes: number;
  /** Towards the servers. */
  readonly sentBytes: number;
}

export interface Link {
  /** The servers' address, as the client reaches it. */
  readonly server: string;
  readonly mtu: number;
  /** The servers' congestion control: they send. */
  readonly congestionControl: string;
  /** The round trip that was added, in milliseconds. */
  readonly rttMs: number;
  /** What adds it. */
  readonly delay: Delay["kind"] | "none";
  /**
   * Aborted, with the error as its reason, if the delay's relay is gone. A client would wait for
   * ever, so whoever waits for one should be told.
   */
  readonly lost: AbortSignal;
  /** Limits what the servers send, in Mbit/s; without a rate nothing is limited. */
  shape(mbit: number | undefined): Promise<void>;
  /** Counted from the beginning, or from the last change of the rate. */
  counted(): Promise<Wire>;
  /**
   * What the client has received, at once: for shares of what `counted` says. A device's counter
   * leaves out headers of packets that the kernel sends in one piece.
   */
  receivedSoFar(): number;
  /** Frames for which the delay had no room, since the link was laid. More than none is a fault. */
  droppedFrames(): Promise<number>;
  /** Takes away what must be stopped: a delay, and with it the link. */
  close(): Promise<void>;
}

export interface LinkEnds {
  /** A process in the network namespace of each end. */
  readonly client: number;
  readonly server: number;
  /** The round trip to add, in milliseconds; 0 if absent. Half of it is added each way. */
  readonly rttMs?: number;
}

/** How long a packet may wait in the bucket's queue: shorter, and packets are lost at 10 Mbit/s. */
const LATENCY = "200ms";
/** This queue counts, and limits nothing in practice. */
const COUNTING = ["pfifo", "limit", "10000"];
const LINKS = 250;

/** Lays a link. Errors: those of `layDelayed`, if there is a delay. */
export function layLink(
  context: RunContext,
  { client, server, rttMs = 0 }: LinkEnds,
): Promise<Link> {
  return unwoundOnFailure(async (closers) => {
    const numbers = await context.shared("delivery-links", async () => ({ next: 0 }));
    const number = numbers.next++;
    const subnet = `198.18.${number % LINKS}`;
    const near = { pid: client, device: `wire${number}`, address: `${subnet}.1/24` };
    const far = { pid: server, device: `shelf${number}`, address: `${subnet}.2/24` };
    const delay = rttMs > 0 ? await layDelayed(context, { near, far, rttMs }) : undefined;
    if (delay === undefined) await layCable(near, far);
    else closers.hold(delay);
    await queue(near, COUNTING);
    await queue(far, COUNTING);
    const lost = delay?.lost ?? new AbortController().signal;
    return {
      server: `${subnet}.2`,
      mtu: await mtuOf(near),
      congestionControl: await congestionControlOf(server),
      rttMs,
      delay: delay?.kind ?? "none",
      lost,
      shape: async (mbit) => {
        lost.throwIfAborted();
        const burst = mbit === undefined ? 0 : burstBytes(mbit);
        const bucket = ["tbf", "rate", `${mbit}mbit`, "burst", String(burst), "latency", LATENCY];
        await queue(far, mbit === undefined ? COUNTING : bucket);
      },
      counted: async () => {
        lost.throwIfAborted();
        return { receivedBytes: await left(far), sentBytes: await left(near) };
      },
      receivedSoFar: () => arrived(near),
      droppedFrames: async () => (await delay?.droppedFrames()) ?? 0,
      close: async () => {
        await delay?.close();
      },
    };
  });
}

async function queue({ pid, device }: CableEnd, words: readonly string[]): Promise<void> {
  await run([...inNetworkOf(pid), "tc", "qdisc", "replace", "dev", device, "root", ...words]);
}

/** Bytes that left through a device. */
async function left({ pid, device }: CableEnd): Promise<number> {
  const words = ["tc", "-s", "-j", "qdisc", "show", "dev", device];
  return sentBytes((await run([...inNetworkOf(pid), ...words])).stdout);
}

/** Bytes that arrived at a device. */
function arrived({ pid, device }: CableEnd): number {
  return deviceReceived(readFileSync(`/proc/${pid}/net/dev`, "utf8"), device);
}

async function mtuOf({ pid, device }: CableEnd): Promise<number> {
  const { stdout } = await run([...inNetworkOf(pid), "ip", "-o", "link", "show", "dev", device]);
  return Number(/\bmtu (\d+)/.exec(stdout)?.[1]);
}

/** The kernel's table is that of the reader's network namespace. */
async function congestionControlOf(pid: number): Promise<string> {
  const { stdout } = await run([
    ...inNetworkOf(pid),
    "cat",
    "/proc/sys/net/ipv4/tcp_congestion_control",
  ]);
  return stdout.trim();
}
