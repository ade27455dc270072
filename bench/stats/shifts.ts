/**
 * Marks where a series of runs changed its level for good: at once, or by creeping. It is made for
 * hundreds of series at a time, so it is strict: the chance of a false mark is that of all series.
 */
import { normalCdf, studentQuantile } from "./distributions.ts";
import { requireFinite } from "./quantile.ts";
import { doubledRanks, rankSumP } from "./rank-sum.ts";
import { fitShift, robustDeviation } from "./shift-fit.ts";
import { medianOf } from "./summary.ts";

/** Fewer runs are no level. */
export const SHORTEST_LEVEL = 5;

export interface Shift {
  readonly kind: "step" | "creep";
  /** Index of the last value of the old level. */
  readonly from: number;
  /** Index of the first value of the new level. */
  readonly to: number;
  /** Medians of both levels. */
  readonly before: number;
  readonly after: number;
  /**
   * Chance of so large a change at any place of such a series if there is none. It is to be
   * compared with the error of one series. 0 for an exact series.
   */
  readonly p: number;
}

export interface Level {
  /** What is usual there. Along a creep it is a point on a line. */
  readonly usual: number;
  /** 19 of 20 runs of this level lie within. Absent for too few runs. */
  readonly low?: number;
  readonly high?: number;
}

export interface Shifts {
  readonly shifts: readonly Shift[];
  /** The level at each value. */
  readonly levels: readonly Level[];
}

export interface ShiftOptions {
  /** Chance of a false mark in this series. */
  readonly error: number;
  /** Smaller changes are not marked, in the unit of the values. */
  readonly least?: number;
}

const NOTHING_SMALLER_THAN = 0.01;

/**
 * Splits the series again and again where both parts differ most. A split counts if the rank-sum
 * test of both parts, or Kendall's test for a trend, says so after correction for all places where
 * it could have been. All values before and after a place are compared, and the nearest ones. The test is exact where a part is short, so that a clean step shows after
 * five runs. What kind of change it is, is then asked by least squares.
 * Both tests need values that are exchangeable between changes. A series that wanders has changes.
 * The time is n squared.
 *
 * @throws RangeError for an empty series, a value that is not finite, or an error outside 0..1
 */
export function shiftsIn(values: readonly number[], options: ShiftOptions): Shifts {
  requireFinite("shiftsIn", values, 1);
  if (!(options.error > 0 && options.error < 1)) {
    throw new RangeError(`shiftsIn: error is ${options.error}, not between 0 and 1`);
  }
  const found: Omit<Shift, "before" | "after">[] = [];
  const look = (from: number, to: number): void => {
    const part = values.slice(from, to);
    const p = chanceOf(part);
    if (p > options.error) return;
    const fitted = fitShift(part, SHORTEST_LEVEL);
    if (fitted === undefined) return;
    look(from, from + fitted.from + 1);
    found.push({ kind: fitted.kind, from: from + fitted.from, to: from + fitted.to, p });
    look(from + fitted.to, to);
  };
  look(0, values.length);
  const shifts = worthMarking(values, found, options.least ?? 0);
  return { shifts, levels: levelsOf(values, shifts) };
}

/** A series without scatter, such as a size: every difference is a change. */
export function exactShifts(values: readonly number[]): Shifts {
  requireFinite("exactShifts", values, 1);
  const shifts = values.flatMap((after, to): Shift[] => {
    const before = values[to - 1];
    if (before === undefined || before === after) return [];
    return [{ kind: "step", from: to - 1, to, before, after, p: 0 }];
  });
  return { shifts, levels: values.map((usual) => ({ usual })) };
}

/** A change that is left out joins the levels beside it, which changes what the next is worth. */
function worthMarking(
  values: readonly number[],
  found: readonly Omit<Shift, "before" | "after">[],
  least: number,
): readonly Shift[] {
  const measured = found.map((shift, at): Shift => {
    const begin = found[at - 1]?.to ?? 0;
    const end = (found[at + 1]?.from ?? values.length - 1) + 1;
    return {
      ...shift,
      before: medianOf(values.slice(Math.min(begin, shift.from), shift.from + 1)),
      after: medianOf(values.slice(shift.to, Math.max(end, shift.to + 1))),
    };
  });
  const size = ({ before, after }: Shift) => Math.abs(after - before);
  const needed = ({ before }: Shift) => Math.max(least, NOTHING_SMALLER_THAN * Math.abs(before));
  const small = measured.filter((shift) => size(shift) < needed(shift));
  if (small.length === 0) return measured;
  const smallest = small.reduce((a, b) => (size(b) < size(a) ? b : a));
  return worthMarking(
    values,
    found.filter(({ from }) => from !== smallest.from),
    least,
  );
}

/** So far out, neither test can reach the error of even one series. */
const LEAST_Z = 3;
/**
 * How many values before and after each place are compared, besides all that there are: what came
 * and went again shows beside its neighbours only.
 */
const WINDOWS: readonly Window[] = [
  { before: 20, after: 20 },
  { before: 30, after: 10 },
  { before: 10, after: 30 },
];

interface Window {
  readonly before: number;
  readonly after: number;
}

const SHORTEST_WINDOWED = 30;
/** The exact test takes no more values than these on either side. */
const EXACT_SIDE = 50;

/** Chance of such a difference, or such a trend, anywhere in values that are exchangeable. */
function chanceOf(values: readonly number[]): number {
  const n = values.length;
  if (n < 2 * SHORTEST_LEVEL) return 1;
  const places = n - 2 * SHORTEST_LEVEL + 1;
  // In a short series, windows would ask the same question again.
  const windows = n < SHORTEST_WINDOWED ? [] : WINDOWS;
  const split = Math.min(
    splitChance(values),
    ...windows.map((window) => splitChance(values, window)),
  );
  return Math.min(1, 2 * Math.min((1 + windows.length) * places * split, trendChance(values)));
}

/** P of the rank-sum test, two-sided, at the place where its normal approximation is largest. */
function splitChance(values: readonly number[], window?: Window): number {
  const n = values.length;
  const zs = window === undefined ? zsOfAll(values) : zsWithin(values, window);
  let index = SHORTEST_LEVEL;
  for (let at = SHORTEST_LEVEL; at <= n - SHORTEST_LEVEL; at++) {
    if ((zs[at] as number) > (zs[index] as number)) index = at;
  }
  const z = zs[index] as number;
  if (z < LEAST_Z) return 1;
  const approximate = 2 * normalCdf(-z);
  // Where both sides are long, the approximation is good, and errs on the safe side.
  if (window === undefined && Math.min(index, n - index) >= EXACT_SIDE / 2) return approximate;
  const sides = window ?? { before: EXACT_SIDE, after: EXACT_SIDE };
  const before = values.slice(Math.max(0, index - sides.before), index);
  const after = values.slice(index, index + sides.after);
  const [short, long] = before.length < after.length ? [before, after] : [after, before];
  return Math.min(approximate, rankSumP(short, long).twoSided);
}

/** By the index of the first value after the place: how far the ranks before it are from chance. */
function zsOfAll(values: readonly number[]): Float64Array {
  const n = values.length;
  const ranks = doubledRanks(values);
  const squares = ranks.reduce((sum, rank) => sum + (rank - n - 1) ** 2, 0);
  const zs = new Float64Array(n + 1);
  let sum = 0;
  for (let index = 1; index < n && squares > 0; index++) {
    sum += ranks[index - 1] as number;
    const sigma = Math.sqrt((index * (n - index) * squares) / (n * (n - 1)));
    zs[index] = Math.max(0, Math.abs(sum - index * (n + 1)) - 1) / sigma;
  }
  return zs;
}

/** The same within a window. With ties it is too small. Each place follows from the one before. */
function zsWithin(values: readonly number[], window: Window): Float64Array {
  const n = values.length;
  const zs = new Float64Array(n + 1);
  /** How many more of the values in this range are above this one than below it. */
  const above = (at: number, from: number, to: number): number => {
    const value = values[at] as number;
    let more = 0;
    for (let i = from; i < to; i++) more += Math.sign((values[i] as number) - value);
    return more;
  };
  let [from, to] = [0, 0];
  /** The pairs of a value before the place and a greater one after it, less the other pairs. */
  let more = 0;
  for (let index = 1; index <= n - SHORTEST_LEVEL; index++) {
    // The value at the place goes from one side to the other.
    more += above(index - 1, from, index - 1) + above(index - 1, index, to);
    const next = Math.min(n, index + window.after);
    for (to = Math.max(to, index); to < next; to++) more -= above(to, from, index);
    if (index - from > window.before) more -= above(from++, index, to);
    if (index < SHORTEST_LEVEL) continue;
    const pairs = (index - from) * (to - index);
    const sigma = Math.sqrt((pairs * (to - from + 1)) / 3);
    zs[index] = Math.max(0, Math.abs(more) - 1) / sigma;
  }
  return zs;
}

/**
 * P of Kendall's test for a trend, two-sided, by its normal approximation without ties: with ties
 * it is too large. Source: Mann, Nonparametric tests against trend, Econometrica 13 (1945).
 */
function trendChance(values: readonly number[]): number {
  const n = values.length;
  let rising = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++)
      rising += Math.sign((values[j] as number) - (values[i] as number));
  }
  const sigma = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  return 2 * normalCdf(-Math.max(0, Math.abs(rising) - 1) / sigma);
}

const BAND = 0.95;

function levelsOf(values: readonly number[], shifts: readonly Shift[]): readonly Level[] {
  const last = shifts.at(-1)?.after ?? medianOf(values);
  const usual = values.map((_, at) => usualAt(shifts, at, last));
  const degrees = values.length - 1 - 2 * shifts.length;
  if (values.length < SHORTEST_LEVEL || degrees < 1) return usual.map((one) => ({ usual: one }));
  const deviation = robustDeviation(values.map((value, at) => value - (usual[at] as number)));
  const reach = quantileOf(degrees) * deviation;
  return usual.map((one) => ({ usual: one, low: one - reach, high: one + reach }));
}

/** Most series of a site have as many runs as the others. */
const quantiles = new Map<number, number>();

function quantileOf(degrees: number): number {
  const known = quantiles.get(degrees) ?? studentQuantile((1 + BAND) / 2, degrees);
  quantiles.set(degrees, known);
  return known;
}

/** `last` is the level after all changes. */
function usualAt(shifts: readonly Shift[], at: number, last: number): number {
  const within = shifts.find(({ from, to }) => from < at && at < to);
  if (within !== undefined) {
    const { from, to, before, after } = within;
    return before + ((after - before) * (at - from)) / (to - from);
  }
  const next = shifts.find(({ from }) => at <= from);
  return next === undefined ? last : next.before;
}
