/** The payload's open loop of requests: bench/payload/open-load.ts. */
import { z } from "zod";
import { type Command, type Front, SERVICE_PORT, type Word } from "../types.ts";
import { documentIn } from "./document.ts";

const Ns = z.number().nonnegative();
const Request = z.object({
  service: z.string(),
  dueNs: Ns,
  sentNs: Ns,
  endedNs: Ns,
  by: z.object({ version: z.string(), instance: z.string() }).optional(),
  failure: z.string().optional(),
});
const Load = {
  fromNs: z.string().regex(/^\d+$/),
  requests: z.array(
    Request.refine(({ by, failure }) => (by === undefined) !== (failure === undefined)),
  ),
};
const Output = z.object({ ...Load, rate: z.number().positive() });
const PhasedOutput = z.object({
  ...Load,
  rates: z.record(z.string(), z.array(z.number().positive())),
});

/** Times are in ns after the start of the load. Either `by` or `failure` is there. */
export type LoadRequest = z.infer<typeof Request>;

export interface OpenLoad {
  /** When it began, by the host's CLOCK_MONOTONIC. */
  readonly fromNs: bigint;
  /** Requests a second, for each service. */
  readonly rate: number;
  readonly requests: readonly LoadRequest[];
}

/** `mostRate`: requests a second for each service, at most. `patienceMs`: how long a client waits. */
export function openLoad(
  fronts: Readonly<Record<string, Front>>,
  { mostRate, patienceMs }: { readonly mostRate: number; readonly patienceMs: number },
): Command {
  const words = Object.entries(fronts).map(([service, { address, port }]) => {
    return `${service}=${address}:${port}`;
  });
  const numbers = [String(mostRate), String(patienceMs)];
  return { argv: [{ tool: "node" }, { tool: "payload" }, "load", ...numbers, ...words] };
}

/** Errors: `ParseError`. */
export function parseOpenLoad(stdout: string): OpenLoad {
  const { fromNs, ...rest } = documentIn("payload load", Output, stdout);
  return { fromNs: BigInt(fromNs), ...rest };
}

export interface PhasedLoad extends Pick<OpenLoad, "fromNs" | "requests"> {
  /** Requests a second in each phase, by service. */
  readonly rates: Readonly<Record<string, readonly number[]>>;
}

/**
 * In phases of these lengths, each service is asked at these multiples of what one instance can
 * answer, which is measured before.
 */
export function phasedLoad(
  fronts: Readonly<Record<string, Front>>,
  factors: Readonly<Record<string, readonly number[]>>,
  { phasesMs, patienceMs }: { readonly phasesMs: readonly number[]; readonly patienceMs: number },
): Command {
  const words = Object.entries(fronts).map(([service, { address, port }]) => {
    return `${service}=${address}:${port}=${(factors[service] ?? []).join(",")}`;
  });
  const times = [String(patienceMs), phasesMs.join(",")];
  return { argv: [{ tool: "node" }, { tool: "payload" }, "phases", ...times, ...words] };
}

/** Errors: `ParseError`. */
export function parsePhasedLoad(stdout: string): PhasedLoad {
  const { fromNs, ...rest } = documentIn("payload phases", PhasedOutput, stdout);
  return { fromNs: BigInt(fromNs), ...rest };
}

const FitOutput = z.object({ suite: z.literal("fit"), rate: z.number().positive() });
const AskOutput = z.object({ suite: z.literal("ask"), late: z.array(Ns.nullable()).min(1) });

/** The instance's own service, as its clients reach it. */
const SERVED: Word = { address: `served=%:${SERVICE_PORT}` };

export interface FixedLoad {
  /** Requests a second. */
  readonly rate: number;
  /** How long a client waits for an answer. */
  readonly patienceMs: number;
}

/** How many requests a second keep the service busy for a part of the time only, up to `rate`. */
export function fittingLoad({ rate, patienceMs }: FixedLoad): Command {
  const numbers = [String(rate), String(patienceMs)];
  return { argv: [{ tool: "node" }, { tool: "payload" }, "fit", ...numbers, SERVED] };
}

/** Errors: `ParseError`. */
export function parseFittingLoad(stdout: string): number {
  return documentIn("payload fit", FitOutput, stdout).rate;
}

/** So many requests at a fixed rate. */
export function fixedLoad({ rate, patienceMs }: FixedLoad, count: number): Command {
  const numbers = [rate, count, patienceMs].map(String);
  return { argv: [{ tool: "node" }, { tool: "payload" }, "ask", ...numbers, SERVED] };
}

/**
 * How late the answer to each was, in ns from when it was due, in this order. Undefined for those
 * without an answer. Errors: `ParseError`.
 */
export function parseFixedLoad(stdout: string): readonly (number | undefined)[] {
  return documentIn("payload ask", AskOutput, stdout).late.map((ns) => ns ?? undefined);
}
