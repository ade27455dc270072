/**
 * Overhead against native, paired: each round's value is compared with native's value in the same
 * round. What the whole host did in that round cancels out.
 */
import type { Metric } from "../types.ts";
import { type Summary, summarize } from "./summary.ts";

/**
 * `difference`: target minus native, in the metric's unit. Start latency adds, and so does memory.
 * `slowdown`: how many times worse than native. 1 is the same, 2 is twice as slow. Throughput and
 * its latencies multiply.
 */
export interface Overhead {
  readonly kind: "difference" | "slowdown";
  readonly summary: Summary;
}

export function overheadKind({ against, better }: Metric): Overhead["kind"] | undefined {
  if (against === "none") return undefined;
  if (against === "difference") return "difference";
  // A metric that is neither better nor worse has no slowdown.
  return better === "neither" ? undefined : "slowdown";
}

/** What a rung adds to the nearest measured rung below it, paired in the same way. */
export interface RungStep extends Overhead {
  readonly below: string;
}

export function overhead(
  kind: Overhead["kind"],
  better: Metric["better"],
  target: ReadonlyMap<number, number>,
  native: ReadonlyMap<number, number>,
): Overhead | undefined {
  const paired = pairedValues(kind, better, target, native);
  return paired.length === 0 ? undefined : { kind, summary: summarize(paired) };
}

/** The overhead in each round that has both values. */
export function pairedValues(
  kind: Overhead["kind"],
  better: Metric["better"],
  target: ReadonlyMap<number, number>,
  native: ReadonlyMap<number, number>,
): readonly number[] {
  const paired: number[] = [];
  for (const [round, value] of target) {
    const base = native.get(round);
    if (base === undefined) continue;
    if (kind === "difference") paired.push(value - base);
    else if (base > 0 && value > 0) paired.push(better === "higher" ? base / value : value / base);
  }
  return paired;
}
