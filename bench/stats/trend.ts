import { medianOf } from "./summary.ts";

/** Fewer samples show only noise. */
const FEWEST = 30;

/**
 * Relative change from the first third of a series to the last third, by medians. Undefined for a
 * series that is too short.
 */
export function trend(values: readonly number[]): number | undefined {
  if (values.length < FEWEST) return undefined;
  const third = Math.floor(values.length / 3);
  return medianOf(values.slice(-third)) / medianOf(values.slice(0, third)) - 1;
}
