/** A target on which services are deployed. */
import type { Target } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { Way } from "./way.ts";

/** Adds to a target the ways of deploying services on it. */
export function deploying(target: Target, context: RunContext, all: readonly Way[]): Target {
  const ways = all.filter((way) => way.target === undefined || way.target === target.id);
  return {
    ...target,
    ways: ways.map(({ id }) => id),
    deploy: async (order, spec, signal) => {
      const way = ways.find(({ id }) => id === order.way);
      if (way === undefined) throw new Error(`${target.id} is not deployed by ${order.way}`);
      const open = (during: AbortSignal) => target.open({ ...spec, served: true }, during);
      return way.open({ context, target: target.id, order, spec, signal, open });
    },
  };
}
