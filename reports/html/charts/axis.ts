/** Axes of the page's charts: from values to shares of the width, with the ticks to label. */
import { highestOf, lowestOf } from "../../../bench/stats/extent.ts";

export interface Axis {
  /** Where a value stands: 0 at the left end, 1 at the right. What lies beyond is at the end. */
  at(value: number): number;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Room beyond the outermost values, so that marks do not touch the frame. */
const ROOM = 1.06;
const MOST_TICKS = 5;
/** A logarithmic axis over less than this would have one label or two if only decades had one. */
const SHORT = 20;
const VERY_SHORT = 6;

/** A linear axis from 0, or from the lowest value if that is negative: for lengths. */
export function linearAxis(values: readonly number[]): Axis {
  const low = Math.min(0, lowestOf(values) * ROOM);
  return linearBetween(low, Math.max(0, highestOf(values) * ROOM) || 1);
}

/** A linear axis from the lowest value to the highest, with some room: for places alone. */
export function nearAxis(values: readonly number[]): Axis {
  const [lowest, highest] = [lowestOf(values), highestOf(values)];
  const room = (highest - lowest || Math.abs(highest) || 1) * (ROOM - 1);
  return linearBetween(lowest - room, highest + room);
}

function linearBetween(low: number, high: number): Axis {
  const rough = (high - low) / MOST_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return {
    low,
    high,
    at: (value) => bounded((value - low) / (high - low)),
    ticks: Array.from({ length: count }, (_, index) => (first + index) * step),
  };
}

/** A logarithmic axis. Values that are not above 0 have no place on it: they are left out. */
export function logarithmicAxis(values: readonly number[]): Axis {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = (positive.length === 0 ? 1 : lowestOf(positive)) / ROOM;
  const high = (positive.length === 0 ? 1 : highestOf(positive)) * ROOM;
  const span = Math.log(high / low);
  return {
    low,
    high,
    at: (value) => bounded(Math.log(value / low) / span),
    ticks: logarithmicTicks(low, high),
  };
}

function logarithmicTicks(low: number, high: number): number[] {
  const from = Math.floor(Math.log10(low));
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - from + 1 },
    (_, index) => from + index,
  );
  if (high / low < 2) return linearTicks(low, high);
  const steps = high / low < VERY_SHORT ? [1, 1.5, 2, 3, 5, 7] : [1, 2, 5];
  const named = high / low < SHORT ? steps : [1];
  // Of very many decades, every second or third has a label.
  const every = Math.max(1, Math.ceil(powers.length / (MOST_TICKS + 2)));
  return powers
    .filter((power) => power % every === 0)
    .flatMap((power) => named.map((step) => Number(`${step}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}

/** Over less than a factor of 2 there may be no 1, 2 or 5. */
function linearTicks(low: number, high: number): number[] {
  const rough = (high - low) / MOST_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(6)),
  );
}

function bounded(share: number): number {
  return Math.min(1, Math.max(0, share));
}
