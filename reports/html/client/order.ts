/** The order of a table's cells: quantities by their size, whatever their unit; others as text. */

/** Of units as reports write them, in base units. */
const PREFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  µ: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
};
const QUANTITY = /^([-+]?\d+(?:\.\d+)?)\s*([nµmkMG](?=s|B|\/))?/;

/** Undefined for text that begins with no number. `664 µs`: 0.000664. */
export function sizeOf(text: string): number | undefined {
  const found = QUANTITY.exec(text.trim());
  if (found === null) return undefined;
  return Number(found[1]) * (PREFIXES[found[2] ?? ""] ?? 1);
}

/** Text without a number comes last, whatever the direction. */
export function compareCells(a: string, b: string, descending: boolean): number {
  const [x, y] = [sizeOf(a), sizeOf(b)];
  if (x !== undefined && y !== undefined) return descending ? y - x : x - y;
  if (x !== undefined) return -1;
  if (y !== undefined) return 1;
  return descending ? b.localeCompare(a) : a.localeCompare(b);
}
