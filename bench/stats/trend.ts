import { medianOf } from "./summary.ts";

/** Fewer samples show no trend, only noise. */
const FEWEST = 30;

/**
 * Relative change from the first third of a series to its last, by medians;
 * undefined for a series too short to say.
 */
export function trend(values: readonly number[]): number | undefined {
  if (values.length < FEWEST) return undefined;
  const third = Math.floor(values.length / 3);
  return medianOf(values.slice(-third)) / medianOf(values.slice(0, third)) - 1;
}
