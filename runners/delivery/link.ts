/**
 * The link over which an image is delivered: a cable from the network namespace of a client to that
 * of the servers. The servers' end lets through a given rate. The link vanishes with the client's
 * namespace. There is no added delay: that would need a queue (netem) that many kernels lack.
 */
import type { RunContext } from "../context.ts";
import { run } from "../host/process.ts";
import { inNetworkOf, layCable } from "../network/lab.ts";
import { burstBytes, sentBytes } from "./wire.ts";

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
  /** Limits what the servers send, in Mbit/s; without a rate nothing is limited. */
  shape(mbit: number | undefined): Promise<void>;
  /** Counted from the beginning, or from the last change of the rate. */
  counted(): Promise<Wire>;
}

/** How long a packet may wait in the bucket's queue: shorter, and packets are lost at 10 Mbit/s. */
const LATENCY = "200ms";
/** This queue counts, and limits nothing in practice. */
const COUNTING = ["pfifo", "limit", "10000"];
const LINKS = 250;

/** Lays a link between the network namespaces of these two processes. */
export async function layLink(
  context: RunContext,
  { client, server }: { readonly client: number; readonly server: number },
): Promise<Link> {
  const numbers = await context.shared("delivery-links", async () => ({ next: 0 }));
  const number = numbers.next++;
  const subnet = `198.18.${number % LINKS}`;
  const near = { pid: client, device: `wire${number}`, address: `${subnet}.1/24` };
  const far = { pid: server, device: `shelf${number}`, address: `${subnet}.2/24` };
  await layCable(near, far);
  const queue = ({ pid, device }: typeof near, words: readonly string[]) =>
    run([...inNetworkOf(pid), "tc", "qdisc", "replace", "dev", device, "root", ...words]);
  const left = async ({ pid, device }: typeof near) => {
    const words = ["tc", "-s", "-j", "qdisc", "show", "dev", device];
    return sentBytes((await run([...inNetworkOf(pid), ...words])).stdout);
  };
  await queue(near, COUNTING);
  await queue(far, COUNTING);
  return {
    server: `${subnet}.2`,
    mtu: await mtuOf(near),
    congestionControl: await congestionControlOf(server),
    shape: async (mbit) => {
      const burst = mbit === undefined ? 0 : burstBytes(mbit);
      const bucket = ["tbf", "rate", `${mbit}mbit`, "burst", String(burst), "latency", LATENCY];
      await queue(far, mbit === undefined ? COUNTING : bucket);
    },
    counted: async () => ({ receivedBytes: await left(far), sentBytes: await left(near) }),
  };
}

async function mtuOf({ pid, device }: { pid: number; device: string }): Promise<number> {
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
