/** The slowdown of a family of workloads: one figure with an interval, for a card. */
import { NATIVE, type Row } from "./analyze.ts";
import { pairedValues } from "./overhead.ts";
import { medianOf, type Summary, summarize } from "./summary.ts";

/** Slowdowns of these rows in each round, by the round's number. */
function slowdownsByRound(row: Row, native: Row): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const [round, value] of row.rounds) {
    const [slowdown] = pairedValues(
      "slowdown",
      row.better,
      new Map([[round, value]]),
      native.rounds,
    );
    if (slowdown !== undefined) found.set(round, slowdown);
  }
  return found;
}

/** Whether a metric counts for its family: neither parts nor costs nor starts do. */
export function countsForFamily({ is }: Pick<Row, "is">): boolean {
  return is.role !== "cost" && is.role !== "part" && is.against === "ratio" && is.exact !== true;
}

export interface FamilySlowdown {
  /** That of each round: the median over the family's metrics. */
  readonly slowdowns: readonly number[];
  readonly summary: Summary;
}

/**
 * In each round the median over the family's metrics, and then the median over the rounds. Rounds
 * that lack a metric are left out, since the rest would be another mixture. Undefined if no round
 * has them all.
 */
export function familySlowdown(
  rows: readonly Row[],
  target: string,
  family: string,
): FamilySlowdown | undefined {
  const own = rows.filter(
    (row) => row.subject === target && row.family === family && countsForFamily(row),
  );
  const paired = own.flatMap((row) => {
    const native = rows.find(
      ({ subject, workload, metric }) =>
        subject === NATIVE && workload === row.workload && metric === row.metric,
    );
    const slowdowns = native && slowdownsByRound(row, native);
    return slowdowns === undefined || slowdowns.size === 0 ? [] : [slowdowns];
  });
  const [first] = paired;
  if (first === undefined) return undefined;
  const rounds = [...first.keys()].filter((round) => paired.every((one) => one.has(round)));
  if (rounds.length === 0) return undefined;
  const slowdowns = rounds.map((round) => medianOf(paired.map((one) => one.get(round) as number)));
  return { slowdowns, summary: summarize(slowdowns) };
}
