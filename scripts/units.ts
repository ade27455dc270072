/**
 * Parsers of quantities as people write them: shares, times, sizes. They return undefined for
 * anything else.
 */

/**
 * `5%` or `0.05`, as a share. A number of 1 or more without a sign is refused: it was meant as a
 * percentage.
 */
export function parseShare(text: string): number | undefined {
  const [, number, sign] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const value = Number(number) / (sign === "%" ? 100 : 1);
  return value >= 0 && (sign === "%" ? value <= 10 : value < 1) ? value : undefined;
}

const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `90s`, `10m` or `1h`, in milliseconds. */
export function parseTime(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (MS[unit] ?? Number.NaN);
  return value > 0 ? value : undefined;
}

/** A time or a size. */
export interface Amount {
  readonly value: number;
  readonly unit: "ns" | "bytes";
}

type Factors = Readonly<Record<string, number>>;

const AMOUNTS: Readonly<Record<Amount["unit"], Factors>> = {
  ns: { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 },
  bytes: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
};

/** `50us` or `4KiB`, in the unit that such metrics have. */
export function parseAmount(text: string): Amount | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?(\S+)$/.exec(text.trim()) ?? [];
  for (const [of, factors] of Object.entries(AMOUNTS) as [Amount["unit"], Factors][]) {
    const value = Number(number) * (factors[unit] ?? Number.NaN);
    if (value >= 0) return { value, unit: of };
  }
  return undefined;
}
