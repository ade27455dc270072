/** Handicaps as they stand after a target's id: `crun+spin=1ms`, `overlay+fsync`. */

export type Handicap =
  /** The CPU is kept busy before the instance begins, by a loop that the launching shell runs. */
  | { readonly kind: "spin"; readonly ns: number }
  /** The spawn comes late; no CPU of the target's is used meanwhile. */
  | { readonly kind: "delay"; readonly ns: number }
  /** A file of 4 KiB is written and flushed before the instance begins, on the disk of its folders. */
  | { readonly kind: "fsync" }
  /** The launching process and what it starts get this share of a CPU, in slices of 10 ms. */
  | { readonly kind: "throttle"; readonly share: number };

export const HANDICAP_FORMS = "spin=TIME, delay=TIME, fsync, throttle=SHARE%";

const NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** Reads what stands after the `+`; undefined if it is none. */
export function parseHandicap(text: string): Handicap | undefined {
  if (text === "fsync") return { kind: "fsync" };
  const [, kind, amount, unit = ""] =
    /^(spin|delay|throttle)=(\d+(?:\.\d+)?)(\D+)$/.exec(text) ?? [];
  const value = Number(amount);
  if (kind === "throttle") {
    return unit === "%" && value >= 10 && value < 100 ? { kind, share: value / 100 } : undefined;
  }
  const ns = value * (NS[unit] ?? Number.NaN);
  return (kind === "spin" || kind === "delay") && ns >= 0 ? { kind, ns } : undefined;
}
