/**
 * The earlier runs of a run's host, and what each cell of the run was in them. Which figures are
 * comparable is decided as for the lines of a site.
 */
import type { DigestRow, RunDigest } from "./run-digest.ts";
import { byTime, hostsOf } from "./run-hosts.ts";
import { linesIn } from "./trends.ts";

/** Of each cell: the newest ones that have it. */
export const MOST_EARLIER = 20;

export type EarlierFigure = DigestRow["value"];

export interface EarlierCell {
  readonly workload: string;
  readonly metric: string;
  readonly target: string;
  /** What it is in the run itself. */
  readonly own: EarlierFigure;
  /** By the place of the run. */
  readonly figures: ReadonlyMap<number, EarlierFigure>;
}

export interface EarlierRuns {
  /** Oldest first. The run itself is not among them. */
  readonly runs: readonly RunDigest[];
  readonly cells: readonly EarlierCell[];
  /** The runs are of two machines or more that look the same. */
  readonly mixed: boolean;
}

export function earlierRuns(own: RunDigest, others: readonly RunDigest[]): EarlierRuns {
  const all = [...others.filter(({ runId }) => runId !== own.runId), own];
  const host = hostsOf(all).find(({ runs }) => runs.includes(own));
  const before = (host?.runs ?? []).filter((run) => run !== own && byTime(run, own) < 0);
  const rows = before.map(figuresIn);
  const cells = linesIn(own).map(({ key, row, ...line }) => {
    const found = rows.flatMap((figures, at) => {
      const figure = figures.get(key);
      return figure === undefined ? [] : [[at, figure] as const];
    });
    return { ...line, own: row.value, found: found.slice(-MOST_EARLIER) };
  });
  // A run that no cell shows is not named.
  const used = [...new Set(cells.flatMap(({ found }) => found.map(([at]) => at)))].sort(
    (a, b) => a - b,
  );
  const placeOf = new Map(used.map((at, place) => [at, place]));
  return {
    runs: used.map((at) => before[at] as RunDigest),
    mixed: host?.mixed === true,
    cells: cells
      .filter(({ found }) => found.length > 0)
      .map(({ workload, metric, target, own: value, found }) => ({
        workload,
        metric,
        target,
        own: value,
        figures: new Map(found.map(([at, figure]) => [placeOf.get(at) as number, figure])),
      })),
  };
}

/** By their lines. */
function figuresIn(run: RunDigest): ReadonlyMap<string, EarlierFigure> {
  const figures = new Map<string, EarlierFigure>();
  for (const { key, row } of linesIn(run)) figures.set(key, row.value);
  return figures;
}
