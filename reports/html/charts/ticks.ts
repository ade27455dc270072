/** Labels of axes in the unit that fits: `10 ms`, `1 s`. */
import type { Unit } from "../../../bench/types.ts";
import { scaleFor } from "../../numbers.ts";

export function tickText(value: number, unit: Unit): string {
  const scale = scaleFor(value === 0 ? 1 : value, unit);
  return value === 0 ? "0" : `${Number((value / scale.factor).toPrecision(6))} ${scale.unit}`;
}

/** A factor: `0.5x`. */
export function factorText(value: number): string {
  return `${Number(value.toPrecision(6))}x`;
}
