/** Which shape a change has: one step, two steps, or a creep. */

/** A creep takes at least this many runs: a shorter one cannot be told from a step. */
const SHORTEST_CREEP = 10;

/** `from` is the last value of the old level, `to` the first of the new one. */
export interface Fitted {
  readonly kind: "step" | "creep";
  readonly from: number;
  readonly to: number;
}

/**
 * The shape that fits best, by least squares on values whose outliers are drawn in. Every further
 * level and every further place has to earn itself (Schwarz's criterion, modified). If two steps fit better than both others,
 * the answer is the larger one of them, and the next split finds the other.
 * Both levels that a step or a creep lies between have at least `least` values.
 * The time is n squared.
 *
 * Source: Zhang & Siegmund, A modified Bayes information criterion, Biometrics 63 (2007).
 */
export function fitShift(values: readonly number[], least: number): Fitted | undefined {
  const n = values.length;
  if (n < 2 * least) return undefined;
  const sums = sumsOf(drawnIn(values));
  const cost = (rest: number, levels: number, places: number) =>
    n * Math.log(Math.max(rest, sums.floor) / n) + (levels + PLACE * places) * Math.log(n);
  let step = { rest: Number.POSITIVE_INFINITY, to: least };
  for (let to = least; to <= n - least; to++) {
    const rest = sums.around(0, to) + sums.around(to, n);
    if (rest < step.rest) step = { rest, to };
  }
  let creep = { rest: Number.POSITIVE_INFINITY, from: 0, to: 0 };
  let two = Number.POSITIVE_INFINITY;
  for (let from = 0; from < n; from++) {
    for (let to = from + SHORTEST_CREEP; to < n; to++) {
      const rest = sums.aroundCreep(from, to);
      if (rest < creep.rest) creep = { rest, from, to };
    }
    for (let to = from + least; from >= least && to <= n - least; to++) {
      two = Math.min(two, sums.around(0, from) + sums.around(from, to) + sums.around(to, n));
    }
  }
  const [ofStep, ofCreep, ofTwo] = [cost(step.rest, 2, 1), cost(creep.rest, 2, 2), cost(two, 3, 2)];
  if (ofCreep < ofStep && ofCreep <= ofTwo) {
    return { kind: "creep", from: creep.from, to: creep.to };
  }
  return { kind: "step", from: step.to - 1, to: step.to };
}

/** A place is chosen among many, so it costs more than a level. */
const PLACE = 1.5;

interface Sums {
  /** Sum of squares around the mean of the values from `from` to before `to`. */
  around(from: number, to: number): number;
  /** Around a level up to `from`, a line to `to`, and a level from there. */
  aroundCreep(from: number, to: number): number;
  /** Rounding errors of the sums of squares stay below this. */
  readonly floor: number;
}

/** Sums over any part of the values, each in constant time. */
function sumsOf(values: readonly number[]): Sums {
  const n = values.length;
  // Sums of squares cancel badly far from zero.
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const [plain, squares, weighted] = [0, 1, 2].map(() => new Float64Array(n + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  values.forEach((value, index) => {
    const y = value - mean;
    plain[index + 1] = (plain[index] as number) + y;
    squares[index + 1] = (squares[index] as number) + y * y;
    weighted[index + 1] = (weighted[index] as number) + index * y;
  });
  const part = (all: Float64Array, from: number, to: number) =>
    (all[to] as number) - (all[from] as number);
  const all = part(squares, 0, n);
  return {
    floor: Math.max(Number.MIN_VALUE, all * 1e-12),
    around: (from, to) => {
      if (to <= from) return 0;
      return Math.max(0, part(squares, from, to) - part(plain, from, to) ** 2 / (to - from));
    },
    aroundCreep: (from, to) => {
      // The shape is 0 up to `from`, rises evenly, and is 1 from `to` on.
      const rise = to - from;
      const inside = rise - 1;
      const after = n - to;
      const shape = inside / 2 + after;
      const shapeSquares = (inside * (inside + 1) * (2 * inside + 1)) / 6 / rise ** 2 + after;
      const shapeValues =
        (part(weighted, from + 1, to) - from * part(plain, from + 1, to)) / rise +
        part(plain, to, n);
      const spread = shapeSquares - shape ** 2 / n;
      if (spread <= 0) return Number.POSITIVE_INFINITY;
      const together = shapeValues - (shape * part(plain, 0, n)) / n;
      return Math.max(0, part(squares, 0, n) - part(plain, 0, n) ** 2 / n - together ** 2 / spread);
    },
  };
}

/** Half the width of the window that says what is usual around a value. */
const AROUND = 2;
/** Values further away than so many deviations are drawn in. */
const FURTHEST = 3;

function drawnIn(values: readonly number[]): readonly number[] {
  const usual = values.map((_, at) =>
    middle(values.slice(Math.max(0, at - AROUND), at + AROUND + 1)),
  );
  const deviation = robustDeviation(values.map((value, at) => value - (usual[at] as number)));
  if (deviation === 0) return values;
  return values.map((value, at) => {
    const around = usual[at] as number;
    const most = FURTHEST * deviation;
    return Math.min(Math.max(value, around - most), around + most);
  });
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
  );
}

/** Of a normal distribution, from the median of absolute values: outliers do not inflate it. */
export function robustDeviation(residuals: readonly number[]): number {
  return 1.4826 * middle(residuals.map(Math.abs));
}
