/** Figures, as the pages write them. */
import type { Unit } from "../../../bench/types.ts";
import { digits, quantity, scaleFor } from "../../numbers.ts";

export function overheadText(kind: string, value: number, unit: Unit): string {
  if (kind === "slowdown") return `${value.toFixed(2)}x`;
  if (kind !== "difference") return quantity(value, unit);
  return `${value < 0 ? "-" : "+"}${quantity(Math.abs(value), unit)}`;
}

export function rangeText(
  low: number | null | undefined,
  high: number | null | undefined,
  text: (value: number) => string,
): string {
  return typeof low !== "number" || typeof high !== "number" ? "" : `[${text(low)}, ${text(high)}]`;
}

/** `5.6 k/s [5.5, 5.7]`: the interval is in the unit of the median. */
export function valueText(
  { median, low, high }: { readonly median: number; readonly low?: number; readonly high?: number },
  unit: Unit,
): string {
  const scale = scaleFor(median, unit);
  const range = rangeText(low, high, (value) => digits(value / scale.factor));
  return `${quantity(median, unit, scale)} ${range}`.trim();
}
