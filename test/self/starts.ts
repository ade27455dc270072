/** Single starts of several targets that take turns, and how they are compared. */
import { medianOf } from "../../bench/stats/summary.ts";
import { loadTargets } from "../../runners/registry.ts";
import { type Figure, figure } from "./figure.ts";
import type { Bench } from "./peer.ts";

export const ECHO = { argv: [{ tool: "busybox" }, "echo", "ready"] };

/** Nanoseconds from spawn to first byte, by target. */
export type Samples = ReadonlyMap<string, readonly number[]>;

export async function collect(
  bench: Bench,
  ids: readonly string[],
  rounds: number,
  peers: ReadonlyMap<string, () => Promise<number>> = new Map(),
): Promise<Samples> {
  const targets = await loadTargets(bench.context, ids);
  const samples = new Map<string, number[]>();
  const add = (id: string, ns: number) => samples.set(id, [...(samples.get(id) ?? []), ns]);
  for (const target of targets) await target.start(bench.spec, ECHO, bench.signal);
  for (let round = 0; round < rounds; round++) {
    // Whose turn it is first changes: what comes next to what would count.
    for (const target of round % 2 === 0 ? targets : [...targets].reverse()) {
      const { lifecycle } = await target.start(bench.spec, ECHO, bench.signal);
      add(target.id, lifecycle.find(({ phase }) => phase === "ready")?.atNs ?? Number.NaN);
    }
    for (const [id, startNs] of peers) add(id, await startNs());
  }
  return samples;
}

/** What the median of one adds to that of another, in ns. */
export function added(
  id: string,
  samples: Samples,
  ours: string,
  base: string,
  bound: number,
): Figure {
  const [a = [], b = []] = [samples.get(ours), samples.get(base)];
  return figure({
    ...{ id, unit: "ns", better: "lower", bound, n: a.length },
    value: medianOf(a) - medianOf(b),
    about: `spawn to first byte: ${ours} ${ms(medianOf(a))}, ${base} ${ms(medianOf(b))}`,
  });
}

export function ratio(
  id: string,
  samples: Samples,
  ours: string,
  base: string,
  bound: number,
): Figure {
  const [a = [], b = []] = [samples.get(ours), samples.get(base)];
  return figure({
    ...{ id, unit: `x ${base}`, better: "lower", bound, n: a.length },
    value: medianOf(a) / medianOf(b),
    about: `spawn to first byte: ${ours} ${ms(medianOf(a))}, ${base} ${ms(medianOf(b))}`,
  });
}

export function ms(ns: number): string {
  return `${(ns / 1e6).toFixed(2)} ms`;
}
