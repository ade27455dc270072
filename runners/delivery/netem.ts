/**
 * A delay by the kernel's netem: a third network namespace stands between the hosts, as a switch
 * with a long cable on each side. The hosts' own queues remain as they are, because a sender that
 * shares its queue with the delay is told of neither its length nor its end.
 */
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { run, tryRun } from "../host/process.ts";
import { type CableEnd, holdNetwork, inNetworkOf, raised, runLines } from "../network/lab.ts";
import type { Delay } from "./delay.ts";
import { droppedPackets } from "./wire.ts";

/** Packets under way. It limits nothing in practice: 50 ms at 1000 Mbit/s are 4200. */
const LIMIT = 100_000;

/** Whether the kernel has netem, tried once in a run. */
export function hasNetem(context: RunContext): Promise<boolean> {
  return context.shared("delivery-netem", async () => {
    const netem = ["tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"];
    return (await tryRun(["unshare", "--net", ...netem])).exitCode === 0;
  });
}

/** Lays the link, half of the round trip each way. */
export function layWithNetem(
  context: RunContext,
  { near, far, rttMs }: { readonly near: CableEnd; readonly far: CableEnd; readonly rttMs: number },
): Promise<Delay> {
  return unwoundOnFailure(async (closers) => {
    const holder = await holdNetwork(context);
    closers.defer(() => holder.stop());
    const between = inNetworkOf(holder.pid);
    await run([...between, "ip", "link", "add", "switch", "type", "bridge"]);
    await run([...between, "ip", "link", "set", "switch", "up"]);
    for (const { pid, device } of [near, far]) {
      const port = ["peer", "name", device, "netns", String(pid)];
      await run([...between, "ip", "link", "add", device, "type", "veth", ...port]);
      await run([...between, "ip", "link", "set", device, "master", "switch", "up"]);
      const delay = ["delay", `${rttMs / 2}ms`, "limit", String(LIMIT)];
      await run([...between, "tc", "qdisc", "add", "dev", device, "root", "netem", ...delay]);
    }
    await runLines([...raised(far), ...raised(near)]);
    const droppedAt = async ({ device }: CableEnd) => {
      const show = ["tc", "-s", "-j", "qdisc", "show", "dev", device];
      return droppedPackets((await run([...between, ...show])).stdout);
    };
    return {
      kind: "netem",
      lost: new AbortController().signal,
      droppedFrames: async () => (await droppedAt(near)) + (await droppedAt(far)),
      close: () => holder.stop(),
    };
  });
}
