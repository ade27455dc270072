/** Figures, as the pages write them. */
import type { Unit } from "../../../bench/types.ts";
import { quantity } from "../../numbers.ts";

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
