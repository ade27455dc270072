/** How much slower work is, and how many cells differ from native: kind by kind of work. */
import { NATIVE, type Row } from "./analyze.ts";
import { type Comparison, differencesOf, leavesOutOne } from "./differences.ts";
import { pairedValues } from "./overhead.ts";
import { medianOf } from "./summary.ts";

/** A cell, with its slowdown against native in each round. */
export interface Slowdowns extends Comparison {
  readonly target: string;
  readonly family: string;
}

/** `cells`: those with enough rounds for an interval. */
export interface Differing {
  readonly cells: number;
  /** How many intervals leave out 1. */
  readonly differ: number;
  /** How many of them are expected to if no cell differs. */
  readonly byChance: number;
  /** How many still differ after control for the number of all cells. */
  readonly surely: number;
}

/**
 * The cells that say how much slower work is: not starts, not sizes, and neither the parts nor the
 * costs of others.
 */
export function slowdownsOf(rows: readonly Row[]): readonly Slowdowns[] {
  const natives = new Map(
    rows.filter(({ subject }) => subject === NATIVE).map((row) => [keyOf(row, NATIVE), row.rounds]),
  );
  return rows.flatMap((row): Slowdowns[] => {
    const { is, subject, target, family, better, rounds, overhead } = row;
    const native = natives.get(keyOf(row, NATIVE));
    if (subject === NATIVE || native === undefined || overhead?.kind !== "slowdown") return [];
    if (is.role === "part" || is.role === "cost" || is.exact === true) return [];
    const slowdowns = pairedValues("slowdown", better, rounds, native);
    const { summary } = overhead;
    return [{ key: keyOf(row, subject), target, family, slowdowns, summary }];
  });
}

function keyOf({ workload, metric }: Row, subject: string): string {
  return JSON.stringify([subject, workload, metric]);
}

/** The cells of each group. The control is for the cells of all groups together. */
export function differing(groups: readonly (readonly Comparison[])[]): readonly Differing[] {
  const { differ } = differencesOf(groups.flat());
  return groups.map((group) => {
    const { cells, byChance } = differencesOf(group);
    return {
      cells,
      differ: group.filter(({ summary }) => leavesOutOne(summary)).length,
      byChance,
      surely: group.filter(({ key }) => differ.has(key)).length,
    };
  });
}

/** Each target's typical slowdown, by target: the median over its cells. */
export function typicalSlowdowns(slowdowns: readonly Slowdowns[]): ReadonlyMap<string, number> {
  const byTarget = new Map<string, number[]>();
  for (const { target, summary } of slowdowns) {
    byTarget.set(target, [...(byTarget.get(target) ?? []), summary.median]);
  }
  return new Map([...byTarget].map(([target, medians]) => [target, medianOf(medians)]));
}
