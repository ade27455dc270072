/** How clients reach what an engine runs: at the engine's own host, by a published port. */
import { type OpenSpec, SERVICE_PORT } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type Outlet, outlet, plug, type Served, servedAt } from "./lab.ts";

export interface Published {
  readonly served: Served;
  /** Address at which the container's port is published; absent if it listens there itself. */
  readonly address?: string;
  remove(): Promise<void>;
}

/** An address where an engine is, of which `pid` is a process; undefined where none is asked for. */
export async function publish(
  context: RunContext,
  { served }: OpenSpec,
  pid: number,
  network: string | undefined,
): Promise<Published | undefined> {
  if (served !== true) return undefined;
  const cable = await context.shared(`network-engine-${pid}`, () => plug(context, pid));
  const found: Outlet = await outlet(cable);
  const { address, client, remove } = found;
  if (network === "host") return { served: servedAt(found), remove };
  return { served: { listen: "0.0.0.0", address, client }, address, remove };
}

/** Options of docker and podman. */
export function publishOptions(address: string | undefined): readonly string[] {
  if (address === undefined) return [];
  return ["tcp", "udp"].flatMap((protocol) => [
    "--publish",
    `${address}:${SERVICE_PORT}:${SERVICE_PORT}/${protocol}`,
  ]);
}
