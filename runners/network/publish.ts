/** How clients reach what an engine runs: at the engine's own host, by a published port. */
import { SERVICE_PORT } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type Plugged, plug, type Served } from "./lab.ts";

/** Clients' cable to the network that an engine is in, of which `pid` is a process. */
export function engineNetwork(context: RunContext, pid: number): Promise<Plugged> {
  return context.shared(`network-engine-${pid}`, () => plug(context, pid));
}

/** A container in its engine's network (`host`) listens there; else its port is published there. */
export function servedBy(
  { address, client }: Plugged,
  network: string | undefined,
): { readonly served: Served; readonly published?: string } {
  if (network === "host") return { served: { listen: address, address, client } };
  return { served: { listen: "0.0.0.0", address, client }, published: address };
}

/** Options of docker and podman. */
export function publishOptions(address: string | undefined): readonly string[] {
  if (address === undefined) return [];
  return ["tcp", "udp"].flatMap((protocol) => [
    "--publish",
    `${address}:${SERVICE_PORT}:${SERVICE_PORT}/${protocol}`,
  ]);
}
