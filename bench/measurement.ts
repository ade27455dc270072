/** Measurements from tools' output. Only here do a tool's units become ours. */
import type { Measurement } from "./types.ts";

/** Factors from the units of tools to ns, bytes and operations. */
export const NS_PER_SECOND = 1e9;
export const NS_PER_MICROSECOND = 1e3;
export const NS_PER_MILLISECOND = 1e6;
export const BITS_PER_BYTE = 8;
export const BYTES_PER_KIB = 2 ** 10;
export const BYTES_PER_MIB = 2 ** 20;
/** zstd and iperf3 mean decimal megabytes. */
export const BYTES_PER_MB = 1e6;

/** Operations per second, by the clock inside. */
export function rate(metric: string, ...values: readonly number[]): Measurement {
  return { metric, unit: "ops/s", clock: "guest", values };
}

/** Bytes per second, by the clock inside. */
export function throughput(metric: string, ...values: readonly number[]): Measurement {
  return { metric, unit: "bytes/s", clock: "guest", values };
}

/** Nanoseconds that something took, by the clock inside. */
export function latency(metric: string, ...values: readonly number[]): Measurement {
  return { metric, unit: "ns", clock: "guest", values };
}
