/** How clients reach an engine's container: by a published port on the engine's host. */
import { type OpenSpec, SERVICE_PORT } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type Outlet, outlet, type Plug, plug, type Served, servedAt } from "./lab.ts";

export interface Published {
  readonly served: Served;
  /** The address at which the container's port is published; absent if it listens there itself. */
  readonly address?: string;
  remove(): Promise<void>;
}

/**
 * Gets an address in an engine's network namespace; undefined if the instance serves nothing.
 * `pid`: a process of the engine.
 */
export async function publish(
  context: RunContext,
  { served }: OpenSpec,
  pid: number,
  network: string | undefined,
): Promise<Published | undefined> {
  if (served !== true) return undefined;
  const found: Outlet = await outlet(await engineCable(context, pid));
  const { address, client, remove } = found;
  if (network === "host") return { served: servedAt(found), remove };
  return { served: { listen: "0.0.0.0", address, client }, address, remove };
}

/** The cable to an engine's network namespace. */
export function engineCable(context: RunContext, pid: number): Promise<Plug> {
  return context.shared(`network-engine-${pid}`, () => plug(context, pid));
}

/** The options of docker and podman that publish the port. */
export function publishOptions(address: string | undefined): readonly string[] {
  if (address === undefined) return [];
  return ["tcp", "udp"].flatMap((protocol) => [
    "--publish",
    `${address}:${SERVICE_PORT}:${SERVICE_PORT}/${protocol}`,
  ]);
}
