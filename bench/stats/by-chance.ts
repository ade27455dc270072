/**
 * How many of many cells differ from native, and how many of those would by chance alone. Each cell
 * is tested by the sign test, whose interval is the one that reports show. So a cell that counts as
 * different is one whose interval leaves out 1.
 */
import { NATIVE, type Row } from "./analyze.ts";
import { benjaminiHochberg } from "./multiplicity.ts";
import { pairedValues } from "./overhead.ts";
import { intervalOf, medianOf } from "./summary.ts";

/** Of the cells that hold up, at most this share is expected to be wrong. */
export const FALSE_SHARE = 0.05;

/** With fewer rounds no cell can hold up: 2 in 2^5 is more than 5%. */
export const FEWEST_ROUNDS_TO_HOLD_UP = 6;

/** A cell's slowdowns against native, one for each round that has both. */
export interface Slowdowns {
  readonly target: string;
  readonly family: string;
  readonly values: readonly number[];
}

/** `cells`: those with enough rounds for an interval. */
export interface Differing {
  readonly cells: number;
  readonly differ: number;
  /** How many are expected to differ if none did. */
  readonly byChance: number;
  /** How many still differ after control for the number of cells (Benjamini and Hochberg). */
  readonly holdUp: number;
}

/**
 * The cells that say how much slower work is: not starts, not sizes, and neither the parts nor the
 * costs of others.
 */
export function slowdownsOf(rows: readonly Row[]): readonly Slowdowns[] {
  const natives = new Map(
    rows.filter(({ subject }) => subject === NATIVE).map((row) => [keyOf(row), row.rounds]),
  );
  return rows.flatMap((row): Slowdowns[] => {
    const { is, subject, target, family, better, rounds, overhead } = row;
    const native = natives.get(keyOf(row));
    if (subject === NATIVE || native === undefined || overhead?.kind !== "slowdown") return [];
    if (is.role === "part" || is.role === "cost" || is.exact === true) return [];
    const values = pairedValues("slowdown", better, rounds, native);
    return values.length === 0 ? [] : [{ target, family, values }];
  });
}

function keyOf({ workload, metric }: Row): string {
  return JSON.stringify([workload, metric]);
}

export function differing(slowdowns: readonly Pick<Slowdowns, "values">[]): Differing {
  const tested = slowdowns.flatMap(({ values }) => {
    const interval = intervalOf([...values].sort((a, b) => a - b));
    if (interval === undefined) return [];
    const { low, high, confidence } = interval;
    return [{ differs: low > 1 || high < 1, error: 1 - confidence, p: signTest(values) }];
  });
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p));
  return {
    cells: tested.length,
    differ: tested.filter(({ differs }) => differs).length,
    byChance: tested.reduce((sum, { error }) => sum + error, 0),
    holdUp: tested.filter(({ differs }, at) => differs && (adjusted[at] as number) <= FALSE_SHARE)
      .length,
  };
}

/**
 * Chance of values that lie so one-sidedly about 1, if their median is 1. A value of exactly 1
 * counts against a difference.
 */
function signTest(values: readonly number[]): number {
  const notAbove = values.filter((value) => value <= 1).length;
  const notBelow = values.filter((value) => value >= 1).length;
  const fewer = Math.min(notAbove, notBelow);
  let log = -values.length * Math.LN2;
  let sum = 0;
  for (let i = 0; i <= fewer; i++) {
    sum += Math.exp(log);
    log += Math.log((values.length - i) / (i + 1));
  }
  return Math.min(1, 2 * sum);
}

/** Each target's typical slowdown, by target: the median over its cells. */
export function typicalSlowdowns(slowdowns: readonly Slowdowns[]): ReadonlyMap<string, number> {
  const byTarget = new Map<string, number[]>();
  for (const { target, values } of slowdowns) {
    byTarget.set(target, [...(byTarget.get(target) ?? []), medianOf(values)]);
  }
  return new Map([...byTarget].map(([target, medians]) => [target, medianOf(medians)]));
}
