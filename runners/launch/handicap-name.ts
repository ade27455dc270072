/** The names of handicaps after a target's id: `crun+spin=1ms`, `overlay+fsync`. */

export type Handicap =
  /** A loop in the launching shell keeps the CPU busy before the instance begins. */
  | { readonly kind: "spin"; readonly ns: number }
  /** The spawn is late. None of the target's CPUs is used meanwhile. */
  | { readonly kind: "delay"; readonly ns: number }
  /**
   * A file of 4 KiB is written and flushed before the instance begins, on the disk of the
   * instances.
   */
  | { readonly kind: "fsync" }
  /** The launching process and its children get this share of a CPU, in slices of 10 ms. */
  | { readonly kind: "throttle"; readonly share: number }
  /** This share of starts is late by so much, at random. */
  | { readonly kind: "stall"; readonly share: number; readonly ns: number }
  /** This share of starts fails before the instance begins, at random. */
  | { readonly kind: "fail"; readonly share: number };

export const HANDICAP_FORMS =
  "spin=TIME, delay=TIME, fsync, throttle=SHARE%, stall=SHARE%xTIME, fail=SHARE%";

const NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** Reads the text after the `+`; undefined if it is no handicap. */
export function parseHandicap(text: string): Handicap | undefined {
  if (text === "fsync") return { kind: "fsync" };
  const [, often, late] = /^stall=(\d+(?:\.\d+)?)%x(.+)$/.exec(text) ?? [];
  if (often !== undefined) {
    const delay = parseHandicap(`delay=${late}`);
    const share = shareOf(Number(often));
    return delay?.kind === "delay" && share !== undefined
      ? { kind: "stall", share, ns: delay.ns }
      : undefined;
  }
  const [, kind, amount, unit = ""] =
    /^(spin|delay|throttle|fail)=(\d+(?:\.\d+)?)(\D+)$/.exec(text) ?? [];
  const value = Number(amount);
  if (kind === "fail") {
    const share = unit === "%" ? shareOf(value) : undefined;
    return share === undefined ? undefined : { kind, share };
  }
  if (kind === "throttle") {
    return unit === "%" && value >= 10 && value < 100 ? { kind, share: value / 100 } : undefined;
  }
  const ns = value * (NS[unit] ?? Number.NaN);
  return (kind === "spin" || kind === "delay") && ns >= 0 ? { kind, ns } : undefined;
}

/** A share of starts: something of it, but not all. */
function shareOf(percent: number): number | undefined {
  return percent > 0 && percent < 100 ? percent / 100 : undefined;
}
