/** Quantities as people write them: shares, times, sizes. Each is undefined for what is none. */

/** `5%` or `0.05`, as a share. A number above 1 without a sign was meant as a percentage, and is none. */
export function parseShare(text: string): number | undefined {
  const [, number, sign] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  const value = Number(number) / (sign === "%" ? 100 : 1);
  return value >= 0 && value <= (sign === "%" ? 10 : 1) ? value : undefined;
}

const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** `90s`, `10m` or `1h`, in milliseconds. */
export function parseTime(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (MS[unit] ?? Number.NaN);
  return value > 0 ? value : undefined;
}

const AMOUNTS: Readonly<Record<string, number>> = {
  ...{ ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 },
  ...{ B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
};

/** `50us` or `4KiB`, in the unit that metrics of this kind have: ns or bytes. */
export function parseAmount(text: string): number | undefined {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?) ?(\S+)$/.exec(text.trim()) ?? [];
  const value = Number(number) * (AMOUNTS[unit] ?? Number.NaN);
  return value >= 0 ? value : undefined;
}
