/** What a target offers around images: workshops, deliveries, and services on one base. */
import type { Target } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import type { Builder } from "./builder.ts";
import { delayProblem } from "./delay.ts";
import type { Format } from "./format.ts";
import { lackOfFormat } from "./lack.ts";
import type { Sharing } from "./sharing.ts";

/** Adds a workshop, if something builds images for the target. `builders`: by the target's id. */
export function building(
  target: Target,
  context: RunContext,
  builders: ReadonlyMap<string, Builder>,
): Target {
  const builder = builders.get(target.id);
  if (builder === undefined) return target;
  const lack = builder.probe();
  return {
    ...target,
    builder: builder.id,
    lacks: lack === undefined ? target.lacks : { ...target.lacks, builder: lack },
    workshop: async (order, signal) => {
      const { openWorkshop } = await import("./workshop.ts");
      return openWorkshop(builder, context, order, signal);
    },
  };
}

/** Adds deliveries, in the formats of the target. */
export function delivering(target: Target, context: RunContext, all: readonly Format[]): Target {
  const formats = all.filter((one) => one.target === target.id);
  if (formats.length === 0) return target;
  const named = (name: unknown) => formats.find(({ id }) => id === name);
  return {
    ...target,
    formats: formats.map(({ id, main = false, lazy = false, tools }) => ({
      id,
      main,
      lazy,
      tools,
    })),
    lackOf: async (at) => {
      const link = { mbit: Number(at["mbit"]), rttMs: Number(at["rttMs"] ?? 0) };
      const format = named(at["format"]);
      const lack = (await target.lackOf?.(at)) ?? (format && lackOfFormat(format, link));
      return lack ?? (link.rttMs > 0 ? delayProblem(context) : undefined);
    },
    deliver: async (spec, on, signal) => {
      const format = named(spec.format);
      if (format === undefined) throw new Error(`${target.id} has no format ${spec.format}`);
      const { openDelivery } = await import("./delivery.ts");
      return openDelivery(context, format, { ...spec, ...on, signal });
    },
  };
}

/** Adds services on one base, in the ways of the target. */
export function sharing(target: Target, context: RunContext, all: readonly Sharing[]): Target {
  const sharings = all.filter((one) => one.target === target.id);
  if (sharings.length === 0) return target;
  const named = (name: unknown) => sharings.find(({ way }) => way === name);
  return {
    ...target,
    shares: sharings.map(({ way }) => way),
    lackOf: async (at) => (await target.lackOf?.(at)) ?? named(at["way"])?.probe(),
    share: async ({ way, services }, image, signal) => {
      const found = named(way);
      if (found === undefined) throw new Error(`${target.id} shares nothing by ${way}`);
      const { openShare } = await import("./share.ts");
      return openShare(found, context, { services, image, signal });
    },
  };
}
