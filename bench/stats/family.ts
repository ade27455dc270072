/** The slowdown of a family of workloads: one figure, for cards, charts and claims alike. */
import { NATIVE, type Row } from "./analyze.ts";
import { pairedValues } from "./overhead.ts";
import { type Summary, summarize } from "./summary.ts";

/** Whether a metric counts for its family: what its workload is about, and what multiplies. */
export function countsForFamily({ is, metric }: Pick<Row, "is" | "metric">): boolean {
  return is.role === "headline" && metric === is.id && is.against === "ratio" && is.exact !== true;
}

export interface FamilySlowdown {
  /** That of each round: the geometric mean over the family's metrics. */
  readonly slowdowns: readonly number[];
  /** Of the rounds. */
  readonly summary: Summary;
  /** The metrics, and native's. */
  readonly pairs: readonly Pair[];
}

interface Pair {
  readonly row: Row;
  readonly native: Row;
}

/**
 * In each round the geometric mean over the family's metrics, and then the median over the rounds.
 * Rounds that lack a metric are left out, since the rest would be another mixture. Undefined if no
 * round has them all.
 * Source for the mean of ratios: Fleming & Wallace, How not to lie with statistics, CACM 29 (1986).
 */
export function familySlowdown(
  rows: readonly Row[],
  target: string,
  family: string,
): FamilySlowdown | undefined {
  const pairs = rows
    .filter((row) => row.subject === target && row.family === family && countsForFamily(row))
    .flatMap((row): Pair[] => {
      const native = rows.find(
        ({ subject, workload, metric }) =>
          subject === NATIVE && workload === row.workload && metric === row.metric,
      );
      return native === undefined ? [] : [{ row, native }];
    });
  const [first] = pairs;
  if (first === undefined) return undefined;
  const slowdowns = [...first.row.rounds.keys()].flatMap((round) => meanIn(round, pairs) ?? []);
  return slowdowns.length === 0 ? undefined : { slowdowns, summary: summarize(slowdowns), pairs };
}

function meanIn(round: number, pairs: readonly Pair[]): number | undefined {
  const slowdowns = pairs.flatMap(({ row, native }) =>
    pairedValues("slowdown", row.better, only(row, round), only(native, round)),
  );
  if (slowdowns.length < pairs.length) return undefined;
  return Math.exp(slowdowns.reduce((sum, one) => sum + Math.log(one), 0) / slowdowns.length);
}

function only({ rounds }: Row, round: number): ReadonlyMap<number, number> {
  const value = rounds.get(round);
  return new Map(value === undefined ? [] : [[round, value]]);
}
